"""Who may do what in billing; each rule answers yes or no, or refuses with the reason."""

from billing.errors import BillingIsNotYours, WorkIsNotYours, WorkLocked
from billing.models import ProposalTicket, Work
from helpdesk.models import User
from tickets.models import Ticket


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


def ensure_works_unlocked(ticket: Ticket) -> None:
    """Refuse while a proposal holds the works of ``ticket``, with a link to it (P10)."""
    place = ProposalTicket.objects.of_ticket(ticket)
    if place:
        raise WorkLocked(place.proposal.reference, place.proposal.get_absolute_url())


def can_see_amounts(user: User) -> bool:
    """Say whether ``user`` may see prices."""
    return user.is_agent and user.has_perm("billing.view_amounts")


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
