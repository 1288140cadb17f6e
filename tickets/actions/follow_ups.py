"""What comes after a ticket: a new one, for words that come too late for the old."""

from django.db import transaction

from tickets import timeline
from tickets.actions.messages import receive
from tickets.actions.opening import open_ticket
from tickets.drafts import IncomingMessage, NewTicket
from tickets.enums import TicketEvent
from tickets.models import Ticket


@transaction.atomic
def follow_up(closed: Ticket, incoming: IncomingMessage) -> Ticket:
    """Open a ticket for what the customer of ``closed`` says long after its end; the same ``key`` opens one."""
    draft = NewTicket(
        type=closed.type,
        html=incoming.body.html,
        subject=closed.subject,
        source=incoming.body.source,
        language=closed.language,
        company=closed.company,
        crm_contact=closed.crm_contact,
        requester=closed.requester,
        requester_name=closed.requester_name,
        requester_email=closed.requester_email,
        follows=closed.pk,
        key=incoming.key,
    )
    ticket = open_ticket(draft, by=None)
    is_new = not ticket.messages.exists()
    receive(ticket, incoming)
    if is_new:
        suspect_reply_to(ticket, closed)
    return ticket


def suspect_reply_to(ticket: Ticket, earlier: Ticket) -> None:
    """Note on ``ticket`` which ``earlier`` one its messages seem to answer."""
    ticket.suspected_reply_to = earlier
    ticket.save(update_fields=["suspected_reply_to"])
    data = {"reference": earlier.reference, "stands_out": True}
    timeline.record(ticket, TicketEvent.REPLY_SUSPECTED, actor=None, data=data)
