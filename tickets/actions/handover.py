"""Handing a ticket over to a colleague or to a group, with what they should know."""

from django.contrib.auth.models import Group
from django.db import transaction

from helpdesk import current_time
from helpdesk import html as markup
from helpdesk.models import User
from tickets import timeline
from tickets.actions.assignment import give, give_to_group, members, release
from tickets.actions.locking import locked
from tickets.actions.notes import add_note
from tickets.actions.notifications import LONGEST, notify
from tickets.enums import NotificationKind, TicketEvent
from tickets.errors import HasItAlready
from tickets.models import Ticket
from tickets.rules import ensure_can_hand_over, ensure_sees_tickets


@transaction.atomic
def hand_over(ticket: Ticket, to: User | Group, *, note: str = "", by: User) -> Ticket:
    """Give ``ticket`` to a colleague, or to a group, which then has it without an owner; ``note`` is kept with it.

    Whoever gets it is told once, with the note.
    """
    ticket = locked(ticket)
    ensure_can_hand_over(by, ticket)
    if to in {ticket.assignee, ticket.group if ticket.assignee is None else None}:
        raise HasItAlready(str(to))
    receivers = _give(ticket, to, by)
    timeline.record(ticket, TicketEvent.HANDED_OVER, actor=by, data={"to": str(to)})
    words = markup.to_text(markup.clean(note))
    kept = add_note(ticket, note, by=by, told=receivers) if words else None
    kind = NotificationKind.GROUP_ASSIGNED if isinstance(to, Group) else NotificationKind.ASSIGNED
    data: dict[str, object] = {"by": by.display_name, "words": words[:LONGEST]}
    data |= {"group": to.name} if isinstance(to, Group) else {}
    data |= {"note": kept.pk} if kept else {}
    notify(ticket, kind, receivers, data=data, now=current_time.now())
    return ticket


def _give(ticket: Ticket, to: User | Group, by: User) -> list[User]:
    """Give a locked ticket away; return who is to be told of it."""
    if isinstance(to, User):
        ensure_sees_tickets(to)
        give(ticket, to)
        return [to] if to != by else []
    if ticket.assignee:
        release(ticket)
    if ticket.group != to:
        give_to_group(ticket, to)
    return members(to, but=by)
