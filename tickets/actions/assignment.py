"""Who works on a ticket: its owner, its group, and those who took part before."""

from collections.abc import Collection

from django.contrib.auth.models import Group
from django.db import transaction

from helpdesk import current_time
from helpdesk.models import User
from tickets import timeline
from tickets.actions import clocks
from tickets.actions.locking import locked
from tickets.actions.notifications import notify
from tickets.enums import NotificationKind, TicketEvent
from tickets.models import Participant, Ticket
from tickets.rules import ensure_can_assign, ensure_can_work_on, ensure_sees_tickets


@transaction.atomic
def assign(ticket: Ticket, to: User, *, by: User | None, told: Collection[User] = ()) -> Ticket:
    """Give ``ticket`` to ``to``; the first date somebody was assigned never changes (N10).

    Whoever is ``told`` of it in other words is not told again.
    """
    ticket = locked(ticket)
    ensure_can_assign(by, ticket, to)
    if ticket.assignee_id == to.pk:
        return ticket
    ensure_sees_tickets(to)
    give(ticket, to)
    timeline.record(ticket, TicketEvent.ASSIGNED, actor=by, data={"to": to.display_name})
    if to != by and to not in told:
        notify(
            ticket, NotificationKind.ASSIGNED, [to], data={"by": by.display_name if by else ""}, now=ticket.active_at
        )
    return ticket


def give(ticket: Ticket, to: User) -> None:
    """Make ``to`` the owner of a locked ticket."""
    ticket.assignee = to
    ticket.version += 1
    ticket.active_at = current_time.now()
    ticket.save(update_fields=["assignee", "version", "active_at"])
    join(ticket, to)
    clocks.taken(ticket, ticket.active_at)


@transaction.atomic
def assign_group(ticket: Ticket, group: Group | None, *, by: User | None, told: Collection[User] = ()) -> Ticket:
    """Give ``ticket`` to ``group``, or take it from its group; what the group promises runs from now.

    Those of the group who are ``told`` of it in other words are not told again.
    """
    ticket = locked(ticket)
    ensure_can_assign(by, ticket, None)
    if ticket.group_id == (group.pk if group else None):
        return ticket
    give_to_group(ticket, group)
    if group is not None:
        timeline.record(ticket, TicketEvent.ASSIGNED, actor=by, data={"to": group.name})
        data = {"by": by.display_name if by else "", "group": group.name}
        people = [user for user in members(group, but=by) if user not in told]
        notify(ticket, NotificationKind.GROUP_ASSIGNED, people, data=data, now=ticket.active_at)
    return ticket


def give_to_group(ticket: Ticket, group: Group | None) -> None:
    """Let ``group`` have a locked ticket; what it promises runs from now."""
    ticket.group = group
    ticket.version += 1
    ticket.active_at = current_time.now()
    ticket.save(update_fields=["group", "version", "active_at"])
    clocks.handed_over(ticket, ticket.active_at)


def members(group: Group, *, but: User | None) -> list[User]:
    """Return who works at the desk in ``group``, without the one who gives it the ticket."""
    people = User.objects.agents().filter(groups=group)
    return [user for user in people if user != but]


def join(ticket: Ticket, operator: User) -> None:
    """Write ``operator`` among those who work on ``ticket``; coming back keeps the first date."""
    participant, made = Participant.objects.get_or_create(
        ticket=ticket, operator=operator, defaults={"first_assigned_at": current_time.now()}
    )
    if not made and participant.removed_at:
        participant.removed_at = None
        participant.save(update_fields=["removed_at"])


@transaction.atomic
def unassign(ticket: Ticket, *, by: User) -> Ticket:
    """Take ``ticket`` from its owner, who stays on record as removed."""
    ticket = locked(ticket)
    ensure_can_work_on(by, ticket)
    if ticket.assignee is None:
        return ticket
    gone = ticket.assignee
    release(ticket)
    timeline.record(ticket, TicketEvent.UNASSIGNED, actor=by, data={"from": gone.display_name})
    return ticket


def release(ticket: Ticket) -> None:
    """Take a locked ticket from its owner."""
    Participant.objects.filter(ticket=ticket, operator=ticket.assignee, removed_at=None).update(
        removed_at=current_time.now()
    )
    ticket.assignee = None
    ticket.version += 1
    ticket.active_at = current_time.now()
    ticket.save(update_fields=["assignee", "version", "active_at"])
