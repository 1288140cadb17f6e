"""The commercial estimate: started, changed, ended, unlocked (E4, E5, E6)."""

from django.db import transaction
from django.utils.translation import gettext as _

from estimates.actions.locking import locked
from estimates.actions.offers import cancel_offer
from estimates.actions.resync import add_rows
from estimates.drafts import CommercialDraft
from estimates.enums import Command, EstimateEvent, EstimateState, OfferState
from estimates.errors import StaleRows
from estimates.models import CommercialEstimate, CommercialRow
from estimates.rows import write_line
from estimates.rules import ensure_can, ensure_may
from estimates.ticket_estimates import TicketEstimates
from helpdesk import current_time
from helpdesk.models import User
from tickets import timeline
from tickets.models import Ticket


@transaction.atomic
def start_commercial(ticket: Ticket, *, by: User) -> CommercialEstimate:
    """Start the commercial estimate with the rows and the people of the technical one (E4)."""
    estimates = locked(ticket)
    ensure_can(by, estimates, Command.START_COMMERCIAL)
    estimate = estimates.commercial or CommercialEstimate(ticket=estimates.ticket)
    technical = estimates.technical
    estimate.state = EstimateState.IN_PROGRESS
    estimate.salesperson = (technical.salesperson if technical else None) or by
    estimate.technician = technical.technician if technical else None
    estimate.save()
    add_rows(estimate, list(estimates.technical_rows))
    timeline.record(estimates.ticket, EstimateEvent.COMMERCIAL_STARTED, actor=by)
    return estimate


@transaction.atomic
def change_commercial(ticket: Ticket, draft: CommercialDraft, *, by: User) -> CommercialEstimate:
    """Write quantities, prices and discounts; rows that came from the technician are never deleted, only zeroed."""
    estimates = locked(ticket)
    ensure_can(by, estimates, Command.CHANGE_COMMERCIAL)
    estimate = estimates.commercial
    if estimate is None or estimate.version != draft.version:
        raise StaleRows
    known = {row.pk: row for row in estimates.commercial_rows}
    kept = {line.row_id for line in draft.lines if line.row_id in known}
    estimate.rows.filter(planned_qty=None).exclude(pk__in=kept).delete()
    for position, line in enumerate(draft.lines, start=1):
        row = known.get(line.row_id or 0) or CommercialRow(estimate=estimate)
        write_line(row, position, line, estimates).save()
    estimate.version += 1
    estimate.save(update_fields=["version"])
    estimate.refresh_from_db()  # the rows that it was read with are the old ones
    return estimate


@transaction.atomic
def end_commercial(ticket: Ticket, *, by: User, draft: CommercialDraft | None = None) -> CommercialEstimate:
    """Lock the commercial estimate, after saving ``draft`` if there is one; offers may be made from it now (E5)."""
    if draft:
        change_commercial(ticket, draft, by=by)
    estimates = locked(ticket)
    ensure_can(by, estimates, Command.END_COMMERCIAL)
    estimate = _stand(estimates, EstimateState.ENDED, by)
    timeline.record(
        estimates.ticket, EstimateEvent.COMMERCIAL_ENDED, actor=by, data={"minutes": estimates.sold.minutes}
    )
    return estimate


@transaction.atomic
def cancel_commercial_end(ticket: Ticket, *, by: User, void_draft: bool = False) -> CommercialEstimate:
    """Unlock the commercial estimate; a draft offer is in the way until ``void_draft`` says to void it (E6, E10)."""
    estimates = locked(ticket)
    ensure_may(by, Command.CANCEL_COMMERCIAL_END)
    if void_draft and estimates.offer and estimates.offer.state == OfferState.DRAFT:
        cancel_offer(estimates.offer, by=by, reason=_("The commercial estimate was unlocked."))
        estimates = locked(ticket)
    ensure_can(by, estimates, Command.CANCEL_COMMERCIAL_END)
    estimate = _stand(estimates, EstimateState.IN_PROGRESS, None)
    timeline.record(estimates.ticket, EstimateEvent.COMMERCIAL_UNLOCKED, actor=by)
    return estimate


def _stand(estimates: TicketEstimates, state: EstimateState, ended_by: User | None) -> CommercialEstimate:
    estimate = estimates.commercial
    if estimate is None:
        raise StaleRows
    estimate.state = state
    estimate.ended_by = ended_by
    estimate.ended_at = current_time.now() if ended_by else None
    estimate.version += 1
    estimate.save(update_fields=["state", "ended_by", "ended_at", "version"])
    return estimate
