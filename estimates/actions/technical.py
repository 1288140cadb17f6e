"""The technical estimate: started, changed, ended, unlocked, discarded (E1, E2, E3, E8)."""

from django.db import transaction

from estimates.actions.locking import locked
from estimates.actions.resync import resync
from estimates.drafts import TechnicalDraft, TechnicalStep
from estimates.enums import Command, EstimateEvent, EstimateState
from estimates.errors import StaleRows
from estimates.models import TechnicalEstimate, TechnicalRow
from estimates.rows import write_step
from estimates.rules import ensure_can
from estimates.ticket_estimates import TicketEstimates, read
from helpdesk import current_time
from helpdesk.models import User
from tickets import actions as ticket_actions
from tickets import timeline
from tickets.enums import Move
from tickets.models import Ticket
from tickets.rules import ensure_project_fits


@transaction.atomic
def start_technical(ticket: Ticket, *, by: User, hold_reason: str = "") -> TechnicalEstimate:
    """Start the technical estimate with what the ticket type's template proposes (E1).

    With a ``hold_reason`` the ticket is put on hold as well; nobody asks whether estimates exist to do that.
    """
    estimates = locked(ticket)
    ensure_can(by, estimates, Command.START_TECHNICAL)
    estimate = estimates.technical or TechnicalEstimate(ticket=estimates.ticket)
    _propose(estimate, estimates)
    estimate.state = EstimateState.IN_PROGRESS
    estimate.technician = estimates.ticket.assignee or by
    estimate.version += 1
    estimate.save()
    _copy_template_rows(estimate, estimates)
    timeline.record(estimates.ticket, EstimateEvent.STARTED, actor=by)
    if hold_reason:
        ticket_actions.move(ticket, Move.HOLD, by=by, words_given=hold_reason)
    return estimate


def _propose(estimate: TechnicalEstimate, estimates: TicketEstimates) -> None:
    """Copy the texts of the template; later changes of the template do not reach the estimate."""
    template = estimates.settings.template if estimates.settings else None
    fallback = estimates.settings.service if estimates.settings else None
    estimate.template = template
    estimate.service = (template.service if template else None) or fallback
    estimate.offer_description = template.offer_description if template else ""
    estimate.header_description = template.header_description if template else ""
    estimate.footer_description = template.footer_description if template else ""
    estimate.is_detailed = template is not None and template.is_detailed
    estimate.planned_start = estimates.ticket.created_on
    estimate.actual_start = None


def _copy_template_rows(estimate: TechnicalEstimate, estimates: TicketEstimates) -> None:
    proposed = estimate.template.rows.select_related("unit", "service") if estimate.template else []
    for position, row in enumerate(proposed, start=1):
        step = TechnicalStep(row.description, row.planned_qty, row.unit, service=row.service)
        write_step(TechnicalRow(estimate=estimate), position, step, estimates).save()


@transaction.atomic
def change_technical(ticket: Ticket, draft: TechnicalDraft, *, by: User) -> TechnicalEstimate:
    """Replace header and rows; refuse when somebody else saved since the writer looked (E04)."""
    estimates = locked(ticket)
    ensure_can(by, estimates, Command.CHANGE_TECHNICAL)
    estimate = estimates.technical
    if estimate is None or estimate.version != draft.version:
        raise StaleRows
    header = draft.header
    for name in header.__slots__:
        setattr(estimate, name, getattr(header, name))
    estimate.version += 1
    estimate.save()
    _replace_rows(estimate, estimates, draft.steps)
    estimate.refresh_from_db()  # the rows that it was read with are the old ones
    return estimate


def _replace_rows(estimate: TechnicalEstimate, estimates: TicketEstimates, steps: tuple[TechnicalStep, ...]) -> None:
    known = {row.pk: row for row in estimates.technical_rows}
    kept = {step.row_id for step in steps if step.row_id in known}
    estimate.rows.exclude(pk__in=kept).delete()
    for position, step in enumerate(steps, start=1):
        row = known.get(step.row_id or 0) or TechnicalRow(estimate=estimate)
        if step.project != row.project:
            ensure_project_fits(estimates.ticket, step.project)
        write_step(row, position, step, estimates).save()


@transaction.atomic
def end_technical(ticket: Ticket, *, by: User, draft: TechnicalDraft | None = None) -> TechnicalEstimate:
    """Lock the technical estimate, after saving ``draft`` if there is one; a started commercial one follows (E2, E2')."""
    if draft:
        change_technical(ticket, draft, by=by)
    estimates = locked(ticket)
    ensure_can(by, estimates, Command.END_TECHNICAL)
    estimate = _stand(estimates, EstimateState.ENDED, by)
    data = {"minutes": estimates.planned.minutes, **resync(estimates)}
    timeline.record(estimates.ticket, EstimateEvent.ENDED, actor=by, data=data)
    return estimate


@transaction.atomic
def cancel_technical_end(ticket: Ticket, *, by: User) -> TechnicalEstimate:
    """Unlock the technical estimate with its data; a started commercial one is stale until it is ended again (E3)."""
    estimates = locked(ticket)
    ensure_can(by, estimates, Command.CANCEL_TECHNICAL_END)
    estimate = _stand(estimates, EstimateState.IN_PROGRESS, None)
    if estimates.commercial and estimates.commercial.is_open:
        estimates.commercial.is_stale = True
        estimates.commercial.save(update_fields=["is_stale"])
    timeline.record(estimates.ticket, EstimateEvent.UNLOCKED, actor=by)
    return estimate


@transaction.atomic
def discard(ticket: Ticket, *, by: User) -> None:
    """Throw the rows of a technical estimate away; the timeline keeps that they were (E8)."""
    estimates = locked(ticket)
    ensure_can(by, estimates, Command.DISCARD)
    estimate = _stand(estimates, EstimateState.NOT_STARTED, None)
    estimate.rows.all().delete()
    data = {"minutes": estimates.planned.minutes, "rows": len(estimates.technical_rows)}
    timeline.record(estimates.ticket, EstimateEvent.DISCARDED, actor=by, data=data)


def _stand(estimates: TicketEstimates, state: EstimateState, ended_by: User | None) -> TechnicalEstimate:
    estimate = estimates.technical or read(estimates.ticket).technical
    if estimate is None:
        raise StaleRows
    estimate.state = state
    estimate.ended_by = ended_by
    estimate.ended_at = current_time.now() if ended_by else None
    estimate.version += 1
    estimate.save(update_fields=["state", "ended_by", "ended_at", "version"])
    return estimate
