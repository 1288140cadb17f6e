"""What a person makes of a mail that the desk could not, or did not, take in."""

from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from helpdesk import files
from helpdesk import html as markup
from helpdesk.models import User
from mail import actions as mail_actions
from mail import parser_process, preview
from mail.errors import ParserFailed
from mail.models import InboundMail
from tickets import actions, rules
from tickets.drafts import IncomingMessage, MessageBody, NewFile, NewTicket
from tickets.enums import Source
from tickets.intake.content import SECRET
from tickets.intake.opening import type_for
from tickets.intake.senders import Sender, sender_of
from tickets.models import Ticket


def open_by_hand(inbound: InboundMail, *, by: User) -> Ticket:
    """Open a ticket from a mail, with the mail itself as a file; no automatic answer is sent."""
    rules.ensure_can_open(by)
    incoming, answer_to = _read(inbound)
    with transaction.atomic():
        inbound = mail_actions.take_up(inbound)
        thread = mail_actions.start_thread(mailbox=inbound.mailbox, root_message_id=inbound.message_id)
        ticket = actions.open_ticket(
            NewTicket(
                type=type_for(inbound),
                html=incoming.body.html,
                subject=(inbound.subject or preview.preview_of(inbound.raw()).subject)[:500],
                source=Source.MAIL,
                requester_name=incoming.sender_name[:200],
                requester_email=answer_to,
                thread=thread,
                at=inbound.received_at,
            ),
            by=by,
            incoming=incoming,
        )
        mail_actions.mark_processed(inbound, {"by_hand": by.email, "opened": ticket.reference}, thread=thread)
    return ticket


def attach_by_hand(inbound: InboundMail, ticket: Ticket, *, by: User) -> Ticket:
    """Append a mail to ``ticket``, with the mail itself as a file; it reopens nothing."""
    rules.ensure_can_work_on(by, ticket)
    incoming, _answer_to = _read(inbound)
    with transaction.atomic():
        inbound = mail_actions.take_up(inbound)
        actions.receive(ticket, incoming)
        decision: dict[str, object] = {"by_hand": by.email, "attached_to": ticket.reference}
        mail_actions.mark_processed(inbound, decision, thread=ticket.thread)
    return ticket


def _read(inbound: InboundMail) -> tuple[IncomingMessage, str]:
    """Return what the mail says as far as it can be read, with the mail itself as a file, and where to answer."""
    raw = inbound.raw()
    seen = preview.preview_of(raw)
    body = MessageBody(html=markup.from_text(SECRET.sub("", seen.text) or _("(no text)")))
    try:
        parsed = parser_process.parse_bytes(raw)
    except ParserFailed:
        sender = Sender(seen.name, seen.address, seen.address)
    else:
        sender = sender_of(inbound, parsed)
        text = SECRET.sub("", parsed.html or markup.from_text(parsed.text))
        body = MessageBody(html=text if markup.to_text(markup.clean(text)) else body.html)
    shown = SECRET.sub("", raw.decode("latin-1")).encode("latin-1")  # customers may read what hangs on a message
    itself = NewFile(file=files.take(shown), name=f"{seen.subject[:80] or 'mail'}.eml")
    incoming = IncomingMessage(
        body=replace(body, files=(itself,)),
        sender_name=sender.name,
        sender_email=sender.address,
        is_automatic=True,
        inbound=inbound,
        at=inbound.received_at,
    )
    return incoming, sender.answer_to
