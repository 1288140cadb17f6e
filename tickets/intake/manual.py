"""What a person makes of a mail that the desk could not, or did not, take in."""

from django.db import transaction

from helpdesk import files
from helpdesk.models import User
from mail import actions as mail_actions
from mail.decision import Decision
from mail.models import InboundMail
from mail.reading import Glance
from tickets import actions, rules
from tickets.drafts import IncomingMessage, MessageBody, NewFile, NewTicket
from tickets.enums import Source
from tickets.intake.opening import type_for
from tickets.models import Ticket


def open_by_hand(inbound: InboundMail, *, by: User) -> Ticket:
    """Open a ticket from a mail, with the mail itself as a file; no automatic answer is sent."""
    rules.ensure_can_open(by)
    seen = mail_actions.glance_at(inbound)
    incoming = _message(inbound, seen)
    with transaction.atomic():
        inbound = mail_actions.take_up(inbound)
        draft = NewTicket(
            type=type_for(inbound),
            html=incoming.body.html,
            subject=(inbound.subject or seen.subject)[:500],
            source=Source.MAIL,
            requester_name=incoming.sender_name[:200],
            requester_email=seen.sender.answer_to,
            at=inbound.received_at,
        )
        ticket = actions.open_ticket(draft, by=by, incoming=incoming)
        decision = Decision(thread_id=ticket.thread_id, by_hand=by.email, opened=ticket.reference)
        mail_actions.mark_processed(inbound, decision)
    return ticket


def attach_by_hand(inbound: InboundMail, ticket: Ticket, *, by: User) -> Ticket:
    """Append a mail to ``ticket``, with the mail itself as a file; it reopens nothing."""
    rules.ensure_can_work_on(by, ticket)
    incoming = _message(inbound, mail_actions.glance_at(inbound))
    with transaction.atomic():
        inbound = mail_actions.take_up(inbound)
        actions.receive(ticket, incoming)
        decision = Decision(thread_id=ticket.thread_id, by_hand=by.email, attached_to=ticket.reference)
        mail_actions.mark_processed(inbound, decision)
    return ticket


def _message(inbound: InboundMail, seen: Glance) -> IncomingMessage:
    """Return the message that a mail becomes, with the mail itself as a file."""
    itself = NewFile(file=files.take(seen.raw), name=f"{seen.subject[:80] or 'mail'}.eml")
    return IncomingMessage(
        body=MessageBody(seen.words.new, files=(itself,), remote_images=seen.words.remote_images),
        sender_name=seen.sender.name,
        sender_email=seen.sender.address,
        is_automatic=True,
        inbound=inbound,
        at=inbound.received_at,
    )
