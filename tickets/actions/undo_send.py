"""Taking an answer back before its mail has left."""

from django.db import transaction
from django.db.models import QuerySet

from helpdesk import current_time
from helpdesk.models import User
from mail import actions as mail_actions
from tickets import timeline
from tickets.actions import clocks, search_index
from tickets.actions.locking import locked
from tickets.actions.moves import move_silently
from tickets.enums import Category, Direction, Move, TicketEvent
from tickets.errors import HasLeft
from tickets.models import Message, Ticket
from tickets.rules import ensure_can_work_on

BACK = {Category.REPLIED: Move.RESUME, Category.RESOLVED: Move.REOPEN}


@transaction.atomic
def undo_reply(message: Message, *, by: User) -> Message:
    """Keep an answer from leaving: customers never see it, and the ticket is open again.

    Refuse when a copy has left already. Taking back twice is the same as once.
    """
    ticket = locked(message.ticket)
    ensure_can_work_on(by, ticket)
    message.refresh_from_db()
    if message.undone_at:
        return message
    if message.outbound is None or not mail_actions.take_back(message.outbound):
        raise HasLeft
    message.undone_at = current_time.now()
    message.save(update_fields=["undone_at"])
    search_index.index_message(message)
    _as_before(ticket, message)
    back = BACK.get(Category(ticket.status_category))
    if back:
        move_silently(ticket, back, by=by, words_given="")
    _owe_again(ticket, message)
    timeline.record(ticket, TicketEvent.REPLY_UNDONE, actor=by, data={"message": message.pk})
    return message


def _as_before(ticket: Ticket, message: Message) -> None:
    """Date the ticket by the answers that are left; a solution that was mailed before stays the first reply."""
    said = _said(ticket)
    first, last = said.first(), said.last()
    if ticket.first_replied_at == message.at:
        ticket.first_replied_at = first.at if first else None
    ticket.last_agent_at = last.at if last else None
    ticket.version += 1
    ticket.save()


def _owe_again(ticket: Ticket, message: Message) -> None:
    """Owe the customer what ``message`` had kept; after the move, for a resolved ticket owes none."""
    following = _said(ticket).filter(at__gt=message.at).first()
    clocks.unanswered(ticket, message.at, following.at if following else None, current_time.now())
    ticket.save(update_fields=["next_due_at", "next_due_kind"])


def _said(ticket: Ticket) -> QuerySet[Message]:
    return ticket.messages.filter(direction=Direction.OUTGOING, undone_at=None).order_by("at")
