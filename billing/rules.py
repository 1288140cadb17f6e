"""Who may do what in billing; each rule answers yes or no, or refuses with the reason."""

from billing.errors import BillingIsNotYours, RateLocked, WorkIsNotYours, WorkLocked
from billing.models import ProposalLineWork, ProposalTicket, Work
from helpdesk.models import User
from tickets.models import Ticket


def can_see_works(user: User) -> bool:
    """Say whether ``user`` may see works, and where a ticket stands in billing."""
    return user.is_agent and user.has_perm("billing.view_work")


def can_see_history(user: User) -> bool:
    """Say whether ``user`` may see who changed a billing status, when and why."""
    return user.is_agent and user.has_perm("billing.view_billingevent")


def can_log_work(user: User) -> bool:
    """Say whether ``user`` may log works."""
    return user.is_agent and user.has_perm("billing.add_work")


def ensure_can_log_work(user: User) -> None:
    """Refuse unless ``user`` may log works."""
    if not can_log_work(user):
        raise WorkIsNotYours


def can_change_work(user: User, work: Work) -> bool:
    """Say whether ``user`` may change or delete ``work``: his own, or any with the right to."""
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


def can_see_amounts(user: User) -> bool:
    """Say whether ``user`` may see prices."""
    return user.is_agent and user.has_perm("billing.view_amounts")


def ensure_can_see_amounts(user: User) -> None:
    """Refuse unless ``user`` may see prices."""
    if not can_see_amounts(user):
        raise BillingIsNotYours


def can_set_rate(user: User) -> bool:
    """Say whether ``user`` may set the rate of a ticket: whoever sees prices and decides about billing."""
    return can_see_amounts(user) and can_set_status(user)


def ensure_can_set_rate(user: User) -> None:
    """Refuse unless ``user`` may set the rate of a ticket."""
    if not can_set_rate(user):
        raise BillingIsNotYours


def can_see_proposals(user: User) -> bool:
    """Say whether ``user`` may look at proposals."""
    return user.is_agent and user.has_perm("billing.view_invoiceproposal")


def ensure_can_see_proposals(user: User) -> None:
    """Refuse unless ``user`` may look at proposals."""
    if not can_see_proposals(user):
        raise BillingIsNotYours


def can_generate(user: User) -> bool:
    """Say whether ``user`` may make proposals of tickets."""
    return user.is_agent and user.has_perm("billing.generate_invoiceproposal")


def ensure_can_generate(user: User) -> None:
    """Refuse unless ``user`` may make proposals of tickets (B28)."""
    if not can_generate(user):
        raise BillingIsNotYours


def can_change_proposals(user: User) -> bool:
    """Say whether ``user`` may take tickets out of proposals, confirm and cancel them."""
    return user.is_agent and user.has_perm("billing.change_invoiceproposal")


def ensure_can_change_proposals(user: User) -> None:
    """Refuse unless ``user`` may change proposals."""
    if not can_change_proposals(user):
        raise BillingIsNotYours


def can_set_status(user: User) -> bool:
    """Say whether ``user`` may decide that a ticket is not billed, or is billed after all."""
    return user.is_agent and user.has_perm("billing.set_billing_status")


def ensure_can_set_status(user: User) -> None:
    """Refuse unless ``user`` may decide whether a ticket is billed."""
    if not can_set_status(user):
        raise BillingIsNotYours
