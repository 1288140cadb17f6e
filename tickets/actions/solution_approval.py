"""What a requester without an account says about a solution."""

from django.db import transaction

from helpdesk import html as markup
from tickets.actions.locking import locked
from tickets.actions.messages import receive
from tickets.actions.moves import move_silently
from tickets.drafts import IncomingMessage, MessageBody
from tickets.enums import Category, Move, Source
from tickets.models import Ticket


@transaction.atomic
def answer_solution(ticket: Ticket, move: Move, *, words_given: str = "") -> Ticket:
    """Approve or refuse the solution in the requester's name; what they say against it is heard in public.

    Judging twice, or after the ticket has gone on, changes nothing.
    """
    ticket = locked(ticket)
    if ticket.status_category != Category.RESOLVED:
        return ticket
    move_silently(ticket, move, by=None, words_given=words_given)
    if move == Move.REFUSE and markup.to_text(markup.clean(words_given)):
        body = MessageBody(html=words_given, source=Source.PORTAL)
        receive(
            ticket, IncomingMessage(body=body, sender_name=ticket.requester_name, sender_email=ticket.requester_email)
        )
    return ticket
