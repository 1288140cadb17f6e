"""What a requester without an account says about a solution."""

from django.db import transaction

from helpdesk import html as markup
from tickets.actions.locking import locked
from tickets.actions.messages import hear
from tickets.actions.moves import move_silently
from tickets.drafts import Heard, Said
from tickets.enums import Category, Move, Source
from tickets.models import Ticket


@transaction.atomic
def judge(ticket: Ticket, move: Move, *, words_given: str = "") -> Ticket:
    """Approve or refuse the solution in the requester's name; what he says against it is heard in public.

    Judging twice, or after the ticket has gone on, changes nothing.
    """
    ticket = locked(ticket)
    if ticket.status_category != Category.RESOLVED:
        return ticket
    move_silently(ticket, move, by=None, words_given=words_given)
    if move == Move.REFUSE and markup.to_text(markup.clean(words_given)):
        said = Said(html=words_given, source=Source.PORTAL)
        hear(ticket, Heard(said=said, sender_name=ticket.requester_name, sender_email=ticket.requester_email))
    return ticket
