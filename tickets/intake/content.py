"""What a mail says, as it is written down: new words, quoted rest, files, and what is odd about it."""

from django.utils.translation import gettext as _

from helpdesk import files
from helpdesk import html as markup
from helpdesk.html import SafeHtml
from helpdesk.models import User
from mail import parser_warnings
from mail.enums import Trust
from mail.reading import Reading, Words
from tickets import actions
from tickets.drafts import IncomingMessage, MessageBody, NewFile
from tickets.enums import MessageWarning, Source
from tickets.models import Ticket

MOST_COPIED = 20


def message_body(reading: Reading, words: Words | None = None) -> MessageBody:
    """Return what a mail says, and its files, which are kept from here on; other ``words`` may stand for its own."""
    words = words or reading.words
    stored = tuple(
        NewFile(files.take(file.data), file.name, file.content_id, file.is_inline, file.public_id)
        for file in reading.files
    )
    return MessageBody(
        html=words.new,
        quoted_html=words.quoted,
        files=stored,
        source=Source.MAIL,
        left_out=reading.left_out,
        attached_text=reading.attached_text,
        remote_images=words.remote_images,
    )


def incoming_message(
    reading: Reading,
    body: MessageBody,
    *,
    is_unconfirmed: bool = False,
    may_reopen: bool = True,
    odd: tuple[str, ...] = (),
) -> IncomingMessage:
    """Return the message that a mail is, said by its sender."""
    return IncomingMessage(
        body=body,
        sender_name=reading.sender.name,
        sender_email=reading.sender.address,
        to=reading.to,
        cc=reading.cc,
        is_automatic=reading.is_machine_made,
        is_unconfirmed=is_unconfirmed,
        inbound=reading.inbound,
        at=reading.inbound.received_at,
        may_reopen=may_reopen,
        warnings=warnings(reading, odd),
    )


def warnings(reading: Reading, odd: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return what agents should know before they believe a mail, what else is ``odd``, and what the parser doubted."""
    return tuple(dict.fromkeys((*_of_sender(reading), *odd, *reading.warnings)))


def _of_sender(reading: Reading) -> list[str]:
    found = [
        (MessageWarning.NOT_PROVEN, reading.trust == Trust.FAILED),
        (MessageWarning.CLAIMED, reading.trust == Trust.NEUTRAL and _is_agents(reading.from_address)),
        (MessageWarning.UNCERTAIN, not reading.is_sender_certain),
        (MessageWarning.NAME_IS_ADDRESS, reading.shows_another_address),
        (MessageWarning.TOO_LARGE, reading.is_oversize),
    ]
    return [warning for warning, is_so in found if is_so]


def _is_agents(address: str) -> bool:
    return bool(User.objects.agents().filter(email=address).exists())


def text_or_subject(reading: Reading, html: SafeHtml) -> SafeHtml:
    """Return what was said, else the subject: a ticket and a note cannot be without words."""
    return html if markup.to_text(html) else markup.from_text(reading.subject or _("(no text)"))


def note_html(reading: Reading, html: SafeHtml) -> SafeHtml:
    """Return what an agent's note says: their words, and the files of their mail that were not taken out."""
    files = [f"{name}: {parser_warnings.why_left_out(reason)}" for name, _size, reason in reading.left_out]
    told = "\n".join([_("Not extracted from the mail:"), *files]) if files else ""
    return markup.joined(text_or_subject(reading, html), markup.from_text(told))


def let_take_part(ticket: Ticket, reading: Reading) -> None:
    """Have the people in To and Cc take part from now on: twenty at most, and never whoever asks."""
    people = [address for address in reading.people if address != ticket.requester_email.lower()][:MOST_COPIED]
    if people:
        actions.add_watchers(ticket, tuple(people))
