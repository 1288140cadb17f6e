"""Who may do what with a ticket; who may see what is in `visible_to` of the querysets, a file for each kind."""

from collections.abc import Collection, Iterable

from django.utils.translation import gettext as _

from crm.models import Company, Contact, Project
from helpdesk.models import User
from helpdesk.rights import refusing, rules
from tickets.enums import BillingStatus, Move, NotificationKind, Source
from tickets.errors import (
    ClientBound,
    LockedByBilling,
    NoRecipient,
    NotReached,
    NotYourTicket,
    OfAnotherClient,
    SeesNoTickets,
)
from tickets.lifecycle import BY_CUSTOMERS
from tickets.models import Note, Ticket
from tickets.querysets import Scope, scope_of, sees_all

can_open, ensure_can_open = rules("tickets.add_ticket", lambda: NotYourTicket(_("Only agents may open tickets here.")))
can_simulate, ensure_can_simulate = rules(
    "sla.add_simulation", lambda: NotYourTicket(_("Only supervisors may simulate policies."))
)


def can_see_tickets(user: User) -> bool:
    """Say whether ``user`` was given any tickets to see at the desk."""
    return scope_of(user) is not None


def tellable(people: Iterable[User], ticket: Ticket, kind: str) -> list[User]:
    """Keep those of ``people`` who may be told of ``ticket``: at the desk, and may see it, or will, being mentioned."""
    at_desk = list({user.pk: user for user in people if user.is_active and user.is_agent}.values())
    everything = set(User.objects.holding(Scope.ALL.value).among(at_desk).values_list("pk", flat=True))
    return [user for user in at_desk if user.pk in everything or _may_be_told(user, ticket, kind)]


def _may_be_told(user: User, ticket: Ticket, kind: str) -> bool:
    if kind == NotificationKind.MENTIONED:
        return can_see_tickets(user)
    return Ticket.objects.visible_to(user).filter(pk=ticket.pk).exists()


def can_sort_mail(user: User) -> bool:
    """Say whether ``user`` may decide what becomes of mail that needs attention: who may open and change any ticket."""
    return sees_all(user) and user.has_perms(["tickets.add_ticket", "tickets.change_ticket"])


ensure_can_sort_mail = refusing(can_sort_mail, lambda: NotYourTicket(_("Only agents may handle mail.")))


def can_work_on(user: User, ticket: Ticket) -> bool:
    """Say whether ``user`` may answer, note and change ``ticket``; what they cannot see they cannot touch."""
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


def ensure_sees_tickets(user: User) -> None:
    """Refuse to give a ticket to ``user``, who would not see it."""
    if not can_see_tickets(user):
        raise SeesNoTickets(user.display_name)


def can_hand_over(user: User, ticket: Ticket) -> bool:
    """Say whether ``user`` may hand ``ticket`` over to a colleague or a group."""
    return can_work_on(user, ticket) and user.has_perm("tickets.hand_over_ticket")


def ensure_can_hand_over(user: User, ticket: Ticket) -> None:
    """Refuse unless ``user`` may hand ``ticket`` over."""
    if not can_hand_over(user, ticket):
        raise NotYourTicket(_("You may not hand tickets over. Ask an administrator for the right."))


BENDING = ("choose_policy", "reset_agreement", "set_deadline")


def can_override_agreement(user: User, ticket: Ticket, right: str) -> bool:
    """Say whether ``user`` may bend what was promised: ``choose_policy``, ``reset_agreement`` or ``set_deadline``."""
    return can_work_on(user, ticket) and user.has_perm(f"tickets.{right}")


def ensure_can_override_agreement(user: User, ticket: Ticket, right: str) -> None:
    """Refuse unless ``user`` may bend what was promised."""
    if not can_override_agreement(user, ticket, right):
        raise NotYourTicket(_("Only supervisors may change the agreement of ticket %(ticket)s.") % {"ticket": ticket})


def can_delete_note(user: User, note: Note) -> bool:
    """Say whether ``user`` may delete ``note``: its author, or the right to, if it is not confidential."""
    if note.author_id == user.pk:
        return True
    return note.visibility == "internal" and user.has_perm("tickets.delete_any_note")


def ensure_can_delete_note(user: User, note: Note) -> None:
    """Refuse unless ``user`` may delete ``note``."""
    if not can_delete_note(user, note):
        raise NotYourTicket(_("Only its author may delete this note."))


def can_set_confidential(user: User, note: Note) -> bool:
    """Say whether ``user`` may make ``note`` confidential, or internal again: its author, while it stands."""
    return note.author_id == user.pk and note.deleted_at is None and not note.is_claimed


def ensure_can_set_confidential(user: User, note: Note) -> None:
    """Refuse unless ``user`` may make ``note`` confidential, or internal again."""
    if not can_set_confidential(user, note):
        raise NotYourTicket(_("Only its author may change who reads this note."))


def ensure_not_in_proposal(ticket: Ticket) -> None:
    """Refuse while an invoice proposal was made from ``ticket``."""
    if ticket.billing_status == BillingStatus.IN_PROPOSAL:
        raise LockedByBilling


def ensure_client_is_free(ticket: Ticket) -> None:
    """Refuse while an offer stands that was made to the client of ``ticket``."""
    if ticket.bound_by:
        raise ClientBound(ticket.bound_by)


def asking_company(ticket: Ticket) -> Company | None:
    """Return the company that whoever asks works for: that of their card, else that of their mail domain."""
    if ticket.requester:
        return ticket.requester.company
    return Company.objects.for_sender(ticket.requester_email) if ticket.requester_email else None


def is_for_another(ticket: Ticket) -> bool:
    """Say whether whoever asks works for a company for which the client of ``ticket`` does not pay.

    Companies with the same payer are one client; those of one group are not, for a group may be an industry.
    """
    asking = asking_company(ticket)
    if asking is None or ticket.party is None:
        return False
    return ticket.customer is None or not ticket.customer.shares_payer_with(asking)


def is_project_of(company: Company | None, project: Project) -> bool:
    """Say whether ``project`` is of ``company``, or of no company."""
    return project.company is None or project.company == company


def is_person_of(company: Company | None, person: Contact) -> bool:
    """Say whether ``person`` may speak for ``company``: for one with the same payer too, and anybody for none."""
    return company is None or person.company is None or company.shares_payer_with(person.company)


def ensure_belongings_fit(ticket: Ticket, changed: Collection[str] = ("company",)) -> None:
    """Refuse a project or a referent of somebody else than the client of ``ticket``, where it or the client has changed."""
    if {"company", "project"}.intersection(changed):
        ensure_project_fits(ticket, ticket.project)
    is_asked = bool({"company", "referent"}.intersection(changed))
    if is_asked and ticket.referent and not is_person_of(ticket.company, ticket.referent):
        raise OfAnotherClient(_("This person works for another customer."))


def ensure_project_fits(ticket: Ticket, project: Project | None) -> None:
    """Refuse a project of somebody else than the client of ``ticket``, for what is done in the ticket too."""
    if project and not is_project_of(ticket.company, project):
        raise OfAnotherClient(_("This project belongs to another customer."))


def ways_to_answer(ticket: Ticket) -> list[Source]:
    """Return how whoever asks can be answered, the usual way first: by mail with an address, on their page with a login."""
    has_login = ticket.requester is not None and ticket.requester.user_id is not None
    ways = {
        Source.MAIL: bool(ticket.requester_email),
        Source.PHONE: True,
        Source.DIRECT: True,
        Source.PORTAL: has_login,
    }
    return [way for way, is_open in ways.items() if is_open]


def ensure_reachable(ticket: Ticket, way: str) -> None:
    """Refuse to answer in a way that does not reach whoever asks."""
    open_ways = ways_to_answer(ticket)
    if way == Source.MAIL and way not in open_ways:
        raise NoRecipient
    if way not in open_ways:
        raise NotReached


def can_set_up(user: User) -> bool:
    """Say whether ``user`` sets the desk up."""
    return user.is_staff and user.has_perm("helpdesk.change_companyprofile")


ensure_can_set_up = refusing(can_set_up, lambda: NotYourTicket(_("Only administrators may set up the desk.")))
