"""What comes after a ticket: a new one, for words that come too late for the old."""

from django.db import transaction

from tickets import timeline
from tickets.actions.messages import hear
from tickets.actions.opening import open_ticket
from tickets.drafts import Heard, NewTicket
from tickets.enums import TicketEvent
from tickets.models import Ticket


@transaction.atomic
def follow_up(closed: Ticket, heard: Heard) -> Ticket:
    """Open a ticket for what the customer of ``closed`` says long after its end; the same ``key`` opens one."""
    draft = NewTicket(
        type=closed.type,
        html=heard.said.html,
        subject=closed.subject,
        source=heard.said.source,
        language=closed.language,
        company=closed.company,
        crm_contact=closed.crm_contact,
        requester=closed.requester,
        requester_name=closed.requester_name,
        requester_email=closed.requester_email,
        follows=closed.pk,
        key=heard.key,
    )
    ticket = open_ticket(draft, by=None)
    is_new = not ticket.messages.exists()
    hear(ticket, heard)
    if is_new:
        link(ticket, closed.reference)
    return ticket


def link(ticket: Ticket, earlier: str) -> None:
    """Tell on ``ticket`` which ``earlier`` one its words seem to answer."""
    timeline.record(ticket, TicketEvent.CHANGED, actor=None, data={"fields": {"suspected_reply_to": ["", earlier]}})
