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
from tickets.drafts import Heard, NewFile, NewTicket, Said
from tickets.enums import Source
from tickets.intake.content import SECRET
from tickets.intake.opening import type_for
from tickets.intake.senders import Writer, writer_of
from tickets.models import Ticket


def open_by_hand(inbound: InboundMail, *, by: User) -> Ticket:
    """Open a ticket from a mail, with the mail itself as a file; no automatic answer is sent."""
    rules.ensure_can_open(by)
    heard, answer_to = _read(inbound)
    with transaction.atomic():
        inbound = mail_actions.take_up(inbound)
        thread = mail_actions.start_thread(mailbox=inbound.mailbox, root_message_id=inbound.message_id)
        ticket = actions.open_ticket(
            NewTicket(
                type=type_for(inbound),
                html=heard.said.html,
                subject=(inbound.subject or preview.at(inbound.raw()).subject)[:500],
                source=Source.MAIL,
                requester_name=heard.sender_name[:200],
                requester_email=answer_to,
                thread=thread,
                at=inbound.received_at,
            ),
            by=by,
            heard=heard,
        )
        mail_actions.mark_processed(inbound, {"by_hand": by.email, "opened": ticket.reference}, thread=thread)
    return ticket


def attach_by_hand(inbound: InboundMail, ticket: Ticket, *, by: User) -> Ticket:
    """Append a mail to ``ticket``, with the mail itself as a file; it reopens nothing."""
    rules.ensure_can_work_on(by, ticket)
    heard, _answer_to = _read(inbound)
    with transaction.atomic():
        inbound = mail_actions.take_up(inbound)
        actions.hear(ticket, heard)
        decision: dict[str, object] = {"by_hand": by.email, "attached_to": ticket.reference}
        mail_actions.mark_processed(inbound, decision, thread=ticket.thread)
    return ticket


def _read(inbound: InboundMail) -> tuple[Heard, str]:
    """Return what the mail says as far as it can be read, with the mail itself as a file, and where to answer."""
    raw = inbound.raw()
    seen = preview.at(raw)
    said = Said(html=markup.from_text(SECRET.sub("", seen.text) or _("(no text)")))
    try:
        parsed = parser_process.parse_bytes(raw)
    except ParserFailed:
        writer = Writer(seen.name, seen.address, seen.address)
    else:
        writer = writer_of(inbound, parsed)
        text = SECRET.sub("", parsed.html or markup.from_text(parsed.text))
        said = Said(html=text if markup.to_text(markup.clean(text)) else said.html)
    shown = SECRET.sub("", raw.decode("latin-1")).encode("latin-1")  # customers may read what hangs on a message
    itself = NewFile(file=files.take(shown), name=f"{seen.subject[:80] or 'mail'}.eml")
    heard = Heard(
        said=replace(said, files=(itself,)),
        sender_name=writer.name,
        sender_email=writer.address,
        is_automatic=True,
        inbound=inbound,
        at=inbound.received_at,
    )
    return heard, writer.answer_to
