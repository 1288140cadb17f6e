"""How long customers waited for our answers, ticket by ticket."""

from collections.abc import Iterable
from datetime import timedelta

from sla import measures
from tickets.enums import Direction
from tickets.models import Message, Ticket


def average_responses(tickets: Iterable[Ticket]) -> dict[int, timedelta | None]:
    """Return for each ticket how long its customer waited for an answer on the average, by the wall clock, in one query.

    To open a ticket is to speak; what machines, or people whom nobody knows, said is not, nor what was undone.
    """
    spoken = {ticket.pk: [measures.Message(ticket.created_at, is_ours=False)] for ticket in tickets}
    for ticket, at, direction in Message.objects.spoken_in(spoken).values_list("ticket", "at", "direction"):
        spoken[ticket].append(measures.Message(at, is_ours=direction == Direction.OUTGOING))
    return {ticket: measures.average_response(messages) for ticket, messages in spoken.items()}
