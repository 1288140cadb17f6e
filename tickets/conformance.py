"""Vectors of the search: a ticket with a text, and whether a question of an agent finds it."""

from django.utils.html import escape

from helpdesk.models import User
from sla.conformance import Facts, Play
from tickets import actions
from tickets.drafts import NewTicket
from tickets.models import Ticket, TicketType


def search(vector: Facts) -> Facts:
    """Open a ticket with the text of a vector, and tell whether its question finds it."""
    given = vector["given"]
    draft = NewTicket(type=TicketType.objects.offered()[0], html=escape(given["text"]), language=given["language"])
    ticket = actions.open_ticket(draft, by=None)
    agent = User(is_agent=True)
    return {"found": Ticket.objects.finding(vector["when"]["query"], agent).filter(pk=ticket.pk).exists()}


AREAS: dict[str, Play] = {"search": search}
