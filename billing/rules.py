"""Who may do what in billing; each rule answers yes or no, or refuses with the reason."""

from billing.errors import BillingIsNotYours, RateLocked, WorkIsNotYours, WorkLocked
from billing.models import ProposalLineWork, ProposalTicket, Work
from helpdesk.models import User
from helpdesk.rights import granted, refusing, rules
from tickets.models import Ticket

can_see_works = granted("billing.view_work")
can_see_history = granted("billing.view_billingevent")
can_log_work, ensure_can_log_work = rules("billing.add_work", WorkIsNotYours)
can_see_amounts, ensure_can_see_amounts = rules("billing.view_amounts", BillingIsNotYours)
can_see_proposals, ensure_can_see_proposals = rules("billing.view_invoiceproposal", BillingIsNotYours)
can_generate, ensure_can_generate = rules("billing.generate_invoiceproposal", BillingIsNotYours)
can_change_proposals, ensure_can_change_proposals = rules("billing.change_invoiceproposal", BillingIsNotYours)
can_set_status, ensure_can_set_status = rules("billing.set_billing_status", BillingIsNotYours)


def can_change_work(user: User, work: Work) -> bool:
    """Say whether ``user`` may change or delete ``work``: their own, or any with the right to."""
    if work.technician_id == user.pk and can_log_work(user):
        return True
    return user.is_agent and user.has_perm("billing.change_any_work")


def ensure_can_change_work(user: User, work: Work) -> None:
    """Refuse unless ``user`` may change or delete ``work``."""
    if not can_change_work(user, work):
        raise WorkIsNotYours


def ensure_takes_works(ticket: Ticket) -> None:
    """Refuse new works while ``ticket`` is closed and in a proposal, with a link to it (P10)."""
    place = ProposalTicket.objects.of_ticket(ticket) if ticket.is_closed else None
    if place:
        raise WorkLocked(place.proposal.reference, place.proposal.get_absolute_url())


def ensure_work_unlocked(work: Work) -> None:
    """Refuse while a line of a proposal holds ``work``, with a link to it (P10)."""
    held = ProposalLineWork.objects.holding(work)
    if held:
        proposal = held.line.place.proposal
        raise WorkLocked(proposal.reference, proposal.get_absolute_url())


def ensure_rate_unlocked(ticket: Ticket) -> None:
    """Refuse while a proposal was made with the rate of ``ticket``, with a link to it (X06)."""
    place = ProposalTicket.objects.of_ticket(ticket)
    if place:
        raise RateLocked(place.proposal.reference, place.proposal.get_absolute_url())


def can_set_rate(user: User) -> bool:
    """Say whether ``user`` may set the rate of a ticket: whoever sees prices and decides about billing."""
    return can_see_amounts(user) and can_set_status(user)


ensure_can_set_rate = refusing(can_set_rate, BillingIsNotYours)
