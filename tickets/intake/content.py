"""What a mail says, as it is written down: new words, quoted rest, files, and what is odd about it."""

import re
from dataclasses import replace

from django.utils.translation import gettext as _

from helpdesk import files
from helpdesk import html as markup
from helpdesk.models import User
from mail import parser_warnings
from mail.models import InboundMail, Mailbox
from mail.parser import ParsedMail, auto
from mail.parser.invitation import card
from tickets.drafts import IncomingMessage, MessageBody, NewFile
from tickets.enums import MessageWarning, Source
from tickets.intake.senders import Sender
from tickets.models import Ticket
from tickets.sender_rights import Trust

SECRET = re.compile(
    r"(?:\+|%2b|&#43;|&#x2b;|&plus;)[tb]-[a-z2-7]{20}(?=@|%40|&#64;|&#x40;|&commat;)", re.IGNORECASE
)  # as it stands, and as links and HTML write it
MOST_COPIED = 20


def message_body(inbound: InboundMail, parsed: ParsedMail) -> MessageBody:
    """Return what a mail says, and its files, which are kept from here on."""
    stored = tuple(
        NewFile(file=files.take(a.data), name=a.name, content_id=a.content_id, is_inline=a.inline)
        for a in parsed.attachments
    )
    return replace(split_quotation(inbound, parsed), files=stored)


def split_quotation(inbound: InboundMail, parsed: ParsedMail) -> MessageBody:
    """Take what is new as the words, and the whole mail beside it when it holds more: folded, never deleted.

    Secret reply addresses are taken out: whoever reads the ticket could write as somebody else with them.
    """
    if parsed.html:
        new, whole = parsed.reply_html or parsed.html, parsed.html
    else:
        new, whole = markup.from_text(parsed.reply_text or parsed.text), markup.from_text(parsed.text)
    new, whole = SECRET.sub("", new), SECRET.sub("", whole)
    is_whole = new == whole
    if parsed.invitation:
        new += card(parsed.invitation)
    quoted = "" if is_whole else whole
    if "oversize" in inbound.decision:
        new = markup.from_text(_("This mail is too large to be taken in whole; it lies on the mail server.")) + new
    left_out = tuple((file.name[:255], file.size, file.reason) for file in parsed.left_out)
    return MessageBody(
        html=new,
        quoted_html=quoted,
        source=Source.MAIL,
        left_out=left_out,
        attached_text=SECRET.sub("", parsed.attached_text),
    )


def incoming_message(  # noqa: PLR0913 -- what a mail is to a ticket takes that many facts
    inbound: InboundMail,
    parsed: ParsedMail,
    words: MessageBody,
    sender: Sender,
    *,
    is_unconfirmed: bool = False,
    may_reopen: bool = True,
    odd: tuple[str, ...] = (),
) -> IncomingMessage:
    """Return the message that ``parsed`` is, said by ``sender``."""
    return IncomingMessage(
        body=words,
        sender_name=sender.name,
        sender_email=sender.address,
        to=tuple(SECRET.sub("", entry.address) for entry in parsed.to),
        cc=tuple(SECRET.sub("", entry.address) for entry in parsed.cc),
        is_automatic=inbound.is_machine_made,
        is_unconfirmed=is_unconfirmed,
        inbound=inbound,
        at=inbound.received_at,
        may_reopen=may_reopen,
        warnings=warnings(inbound, odd),
    )


def warnings(inbound: InboundMail, odd: tuple[str, ...]) -> tuple[str, ...]:
    """Return what is ``odd`` about a mail, and what the parser doubted; codes."""
    return tuple(dict.fromkeys((*odd, *inbound.decision.get("warnings", []))))


def sender_warnings(inbound: InboundMail, parsed: ParsedMail, trust: Trust) -> tuple[str, ...]:
    """Return what agents should know before they believe the mail."""
    shown = parsed.from_name.lower()
    found = [
        (MessageWarning.NOT_PROVEN, trust == Trust.FAILED),
        (
            MessageWarning.CLAIMED,
            trust == Trust.NEUTRAL and User.objects.agents().filter(email=parsed.from_address).exists(),
        ),
        (MessageWarning.UNCERTAIN, not parsed.sender_certain),
        (MessageWarning.NAME_IS_ADDRESS, "@" in shown and parsed.from_address.lower() not in shown),
        (MessageWarning.TOO_LARGE, "oversize" in inbound.decision),
    ]
    return tuple(warning for warning, is_so in found if is_so)


def text_or_subject(taken: MessageBody, parsed: ParsedMail) -> str:
    """Return what was said, else the subject: a ticket and a note cannot be without words."""
    return (
        taken.html if markup.to_text(markup.clean(taken.html)) else markup.from_text(parsed.subject or _("(no text)"))
    )


def note_html(taken: MessageBody, parsed: ParsedMail) -> str:
    """Return what an agent's note says: his words, and the files of his mail that were not taken out."""
    files = [f"{name}: {parser_warnings.why_left_out(reason)}" for name, _size, reason in taken.left_out]
    told = "\n".join([_("Not extracted from the mail:"), *files]) if files else ""
    return text_or_subject(taken, parsed) + markup.from_text(told)


def new_participants(
    inbound: InboundMail, parsed: ParsedMail, sender: Sender, ticket: Ticket | None = None
) -> tuple[str, ...]:
    """Return the people in To and Cc, who take part from now on: twenty at most, never ourselves, nor whoever asks.

    A machine and a mailing list bring nobody in, and by what addresses a mail came here it came to us.
    """
    if inbound.is_machine_made or inbound.is_from_list:
        return ()
    named = dict.fromkeys(entry.address.lower() for entry in (*parsed.to, *parsed.cc))
    known = {
        "",
        parsed.from_address,
        sender.address,
        sender.answer_to,
        ticket.requester_email.lower() if ticket else "",
    }
    known |= {*parsed.delivered_to, inbound.envelope_to.lower(), *inbound.mailbox.addresses}
    people = [address for address in named if address not in known and not auto.is_unread(address)][: 2 * MOST_COPIED]
    ours = Mailbox.objects.ours_among(people) if people else set()
    return tuple(address for address in people if address not in ours)[:MOST_COPIED]
