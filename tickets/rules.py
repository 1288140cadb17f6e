"""Who may do what with a ticket; each rule answers yes or no, or refuses with the reason."""

from django.utils.translation import gettext as _

from helpdesk.models import User
from tickets.enums import BillingStatus, Move
from tickets.errors import ClientBound, LockedByBilling, NotYourTicket
from tickets.lifecycle import BY_CUSTOMERS
from tickets.models import Note, Ticket


def can_open(user: User) -> bool:
    """Say whether ``user`` may open tickets at the desk."""
    return user.is_agent and user.has_perm("tickets.add_ticket")


def ensure_can_open(user: User) -> None:
    """Refuse unless ``user`` may open tickets at the desk."""
    if not can_open(user):
        raise NotYourTicket(_("Only agents open tickets here."))


def can_sort_mail(user: User) -> bool:
    """Say whether ``user`` may decide what becomes of mail that needs attention: whoever may open and change tickets."""
    return user.is_agent and user.has_perms(["tickets.add_ticket", "tickets.change_ticket"])


def ensure_can_sort_mail(user: User) -> None:
    """Refuse unless ``user`` may decide what becomes of mail that needs attention."""
    if not can_sort_mail(user):
        raise NotYourTicket(_("Only agents decide what becomes of mail."))


def can_work_on(user: User, ticket: Ticket) -> bool:
    """Say whether ``user`` may answer, note and change ``ticket``; what he cannot see he cannot touch."""
    return (
        Ticket.objects.visible_to(user).filter(pk=ticket.pk).exists()
        and user.is_agent
        and user.has_perm("tickets.change_ticket")
    )


def ensure_can_work_on(user: User | None, ticket: Ticket) -> None:
    """Refuse unless ``user`` may answer, note and change ``ticket``; the desk itself (None) may."""
    if user is not None and not can_work_on(user, ticket):
        raise NotYourTicket(_("Only agents may change ticket %(ticket)s.") % {"ticket": ticket})


def can_move(user: User, ticket: Ticket, move: Move) -> bool:
    """Say whether ``user`` may make ``move``: agents any, the requester may judge a solution."""
    if can_work_on(user, ticket):
        return True
    is_requester = ticket.requester is not None and ticket.requester.user_id == user.pk
    return is_requester and move in BY_CUSTOMERS


def ensure_can_move(user: User | None, ticket: Ticket, move: Move) -> None:
    """Refuse unless ``user`` may make ``move``; the desk itself (None) may."""
    if user is not None and not can_move(user, ticket, move):
        raise NotYourTicket(_("Only agents or the requester can do this with ticket %(ticket)s.") % {"ticket": ticket})


def can_assign(user: User, ticket: Ticket, to: User | None) -> bool:
    """Say whether ``user`` may give ``ticket`` to ``to``: anybody may take, some may give."""
    return can_work_on(user, ticket) and (to == user or user.has_perm("tickets.assign_ticket"))


def ensure_can_assign(user: User | None, ticket: Ticket, to: User | None) -> None:
    """Refuse unless ``user`` may give ``ticket`` to ``to``; the desk itself (None) may."""
    if user is not None and not can_assign(user, ticket, to):
        raise NotYourTicket(_("You may take a ticket yourself, but not give it to others."))


BENDING = ("choose_policy", "reset_agreement", "set_deadline")


def can_bend(user: User, ticket: Ticket, right: str) -> bool:
    """Say whether ``user`` may bend what was promised: ``choose_policy``, ``reset_agreement`` or ``set_deadline``."""
    return can_work_on(user, ticket) and user.has_perm(f"tickets.{right}")


def ensure_can_bend(user: User, ticket: Ticket, right: str) -> None:
    """Refuse unless ``user`` may bend what was promised."""
    if not can_bend(user, ticket, right):
        raise NotYourTicket(
            _("Only supervisors may change what was promised for ticket %(ticket)s.") % {"ticket": ticket}
        )


def can_delete_note(user: User, note: Note) -> bool:
    """Say whether ``user`` may delete ``note``: its author, or the right to, if it is not confidential."""
    if note.author_id == user.pk:
        return True
    return note.visibility == "internal" and user.has_perm("tickets.delete_any_note")


def ensure_can_delete_note(user: User, note: Note) -> None:
    """Refuse unless ``user`` may delete ``note``."""
    if not can_delete_note(user, note):
        raise NotYourTicket(_("Only its author may delete this note."))


def ensure_not_in_proposal(ticket: Ticket) -> None:
    """Refuse while an invoice proposal was made from ``ticket``."""
    if ticket.billing_status == BillingStatus.IN_PROPOSAL:
        raise LockedByBilling


def ensure_client_is_free(ticket: Ticket) -> None:
    """Refuse while an offer stands that was made to the client of ``ticket``."""
    if ticket.bound_by:
        raise ClientBound(ticket.bound_by)


def can_see_compliance(user: User) -> bool:
    """Say whether ``user`` may look at how promises were kept, over all tickets."""
    return user.is_agent and user.has_perm("sla.view_clock")


def ensure_can_see_compliance(user: User) -> None:
    """Refuse unless ``user`` may look at how promises were kept."""
    if not can_see_compliance(user):
        raise NotYourTicket(_("Only supervisors look at how promises were kept."))


def can_simulate(user: User) -> bool:
    """Say whether ``user`` may try policies out."""
    return user.is_agent and user.has_perm("sla.add_simulation")


def ensure_can_simulate(user: User) -> None:
    """Refuse unless ``user`` may try policies out."""
    if not can_simulate(user):
        raise NotYourTicket(_("Only supervisors try policies out."))
