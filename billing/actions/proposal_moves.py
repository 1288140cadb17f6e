"""What becomes of a proposal and of the tickets in it."""

from functools import partial

from django.db import transaction

from billing import lifecycle, rules, tasks
from billing.actions.locking import locked_proposal, locked_ticket
from billing.actions.statuses import turn
from billing.documents import totals_of
from billing.enums import ProposalMove, ProposalState, Trigger
from billing.errors import NotADraft, NotInProposal, ProposalBlocked
from billing.models import InvoiceProposal, ProposalLine, ProposalLineWork, ProposalTicket
from helpdesk import current_time
from helpdesk.after_commit import after_commit
from helpdesk.models import User
from tickets.models import Ticket


@transaction.atomic
def remove_ticket(proposal: InvoiceProposal, ticket: Ticket, *, by: User) -> InvoiceProposal:
    """Take ``ticket`` out of a draft; it is to be billed again, and may be chosen again (T9)."""
    return _take_out(proposal, ticket, Trigger.REMOVED, by=by)


@transaction.atomic
def suspend_ticket(proposal: InvoiceProposal, ticket: Ticket, reason: str, *, by: User) -> InvoiceProposal:
    """Take ``ticket`` out of a draft and keep it from being billed for now; the reason stays on it (T10)."""
    return _take_out(proposal, ticket, Trigger.SUSPENDED, by=by, reason=reason)


@transaction.atomic
def not_bill_ticket(proposal: InvoiceProposal, ticket: Ticket, reason: str, *, by: User) -> InvoiceProposal:
    """Take ``ticket`` out of a draft for good; the reason stays on it (T11)."""
    return _take_out(proposal, ticket, Trigger.NOT_BILLED, by=by, reason=reason)


@transaction.atomic
def confirm_proposal(proposal: InvoiceProposal, *, by: User) -> InvoiceProposal:
    """Lock the lines of a draft; refused while a ticket is open again or got works since. Its document is drawn and kept."""
    rules.ensure_can_change_proposals(by)
    proposal = locked_proposal(proposal)
    proposal.state = lifecycle.after_step(ProposalState(proposal.state), ProposalMove.CONFIRM)
    _ensure_settled(proposal)
    proposal.save(update_fields=["state"])
    after_commit(partial(tasks.keep_pdf.delay, proposal.pk))
    return proposal


@transaction.atomic
def unconfirm_proposal(proposal: InvoiceProposal, *, by: User) -> InvoiceProposal:
    """Take a confirmed proposal back to draft."""
    rules.ensure_can_change_proposals(by)
    proposal = locked_proposal(proposal)
    proposal.state = lifecycle.after_step(ProposalState(proposal.state), ProposalMove.UNCONFIRM)
    proposal.pdf = None
    proposal.save(update_fields=["state", "pdf"])
    return proposal


@transaction.atomic
def cancel_proposal(proposal: InvoiceProposal, *, by: User) -> InvoiceProposal:
    """Give a proposal up; its tickets are to be billed again, its number is not used again (T15)."""
    rules.ensure_can_change_proposals(by)
    proposal = locked_proposal(proposal)
    lifecycle.after_step(ProposalState(proposal.state), ProposalMove.CANCEL)
    for place in proposal.places.live().order_by("ticket_id"):
        _release(place, Trigger.CANCELLED, by=by)
    return _recount(proposal)


@transaction.atomic
def write_notes(proposal: InvoiceProposal, notes: str, *, by: User) -> InvoiceProposal:
    """Write what a draft says below its lines; the customer reads it."""
    rules.ensure_can_change_proposals(by)
    proposal = locked_proposal(proposal)
    if not proposal.is_draft:
        raise NotADraft
    proposal.notes = notes.strip()
    proposal.save(update_fields=["notes"])
    return proposal


def _ensure_settled(proposal: InvoiceProposal) -> None:
    """Refuse while tickets of ``proposal`` got works since, or are open again; each is named once."""
    blocking = list(proposal.places.blocking().for_page())
    stale = ", ".join(place.ticket.reference for place in blocking if place.is_stale)
    reopened = ", ".join(place.ticket.reference for place in blocking if not place.is_stale)
    if blocking:
        raise ProposalBlocked(stale, reopened)


def _take_out(
    proposal: InvoiceProposal, ticket: Ticket, trigger: Trigger, *, by: User, reason: str = ""
) -> InvoiceProposal:
    rules.ensure_can_change_proposals(by)
    proposal = locked_proposal(proposal)
    if not proposal.is_draft:
        raise NotADraft
    place = proposal.places.live().filter(ticket=ticket).first()
    if place is None:
        raise NotInProposal(ticket.reference)
    _release(place, trigger, by=by, reason=reason)
    return _recount(proposal)


def _release(place: ProposalTicket, trigger: Trigger, *, by: User, reason: str = "") -> None:
    """Let a ticket and its works go; the lines stay as history, and count no more."""
    now = current_time.now()
    turn(locked_ticket(place.ticket), trigger, by=by, reason=reason, proposal=place.proposal)
    place.released_at = now
    place.save(update_fields=["released_at"])
    ProposalLineWork.objects.filter(line__place=place, released_at=None).update(released_at=now)


def _recount(proposal: InvoiceProposal) -> InvoiceProposal:
    """Add up what is left; a proposal of nothing is cancelled (P04)."""
    totals = totals_of(list(ProposalLine.objects.of_proposal(proposal)))
    proposal.net, proposal.vat, proposal.gross = totals.net, totals.vat, totals.gross
    if not proposal.places.live().exists():
        proposal.state, proposal.pdf = ProposalState.CANCELLED, None
    proposal.save(update_fields=["net", "vat", "gross", "state", "pdf"])
    return proposal
