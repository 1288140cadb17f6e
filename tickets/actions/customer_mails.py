"""Mails that the desk writes to customers by itself: closed, about to be closed."""

from tickets import mail_templates
from tickets.actions.automatic_mails import send_automatic
from tickets.enums import MailEvent
from tickets.mail_templates import TemplatedMail
from tickets.models import Ticket


def mail_closed(ticket: Ticket) -> None:
    """Tell the customer that their ticket is closed, where its type wants that."""
    if ticket.type.tells_closed and ticket.requester_email:
        send_automatic(
            mail_templates.mail_to_customer(
                TemplatedMail(MailEvent.CLOSED, ticket, key=f"closed-{ticket.pk}-{ticket.version}")
            )
        )


def warn_of_closing(ticket: Ticket) -> bool:
    """Tell the customer once that their silence will close the ticket; true when they were told now."""
    said = ticket.last_agent_at
    if said is None or not ticket.requester_email:
        return False
    key = f"will-close-{ticket.pk}-{said:%Y%m%d%H%M%S}"
    return send_automatic(
        mail_templates.mail_to_customer(
            TemplatedMail(MailEvent.WILL_CLOSE, ticket, days=ticket.type.warn_days, key=key)
        )
    )
