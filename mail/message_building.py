"""Building the bytes of an outgoing mail, once; every copy and every attempt sends the same ones."""

import re
from contextlib import suppress
from email.headerregistry import Address
from email.message import EmailMessage, MIMEPart
from email.policy import SMTP
from email.utils import format_datetime
from typing import NamedTuple

from django.conf import settings
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext as _

from helpdesk import files, scanning
from mail import ids, size_limits
from mail.enums import OutboundKind
from mail.models import Delivery, OutboundAttachment, OutboundMail

SOUND_ID = re.compile(r"<[!-;=?-~]{1,900}>")
POLICY = SMTP.clone(cte_type="7bit", max_line_length=76)


class Content(NamedTuple):
    """What goes into a mail."""

    text: str
    html: str
    files: list[OutboundAttachment]


def build(outbound: OutboundMail) -> bytes:
    """Return the mail without Reply-To, which each recipient's copy puts before it."""
    message = EmailMessage(policy=POLICY)
    _head(message, outbound)
    _mark(message, outbound)
    content = _content(outbound)
    message.set_content(_lines(content.text), charset="utf-8", cte="quoted-printable")
    if content.html:
        message.add_alternative(_lines(content.html), subtype="html", charset="utf-8", cte="quoted-printable")
        _embed(message, [item for item in content.files if item.inline])
    for item in content.files:
        if not (item.inline and content.html):
            _attach(message, item)
    built = _ancestry(outbound) + message.as_bytes()
    if len(built) > size_limits.MOST:
        raise size_limits.MailTooLarge(outbound.pk)
    return built


def _content(outbound: OutboundMail) -> Content:
    """Return what of the mail fits into it, with a line on what does not and where that is."""
    text, html = size_limits.cut(outbound.text), _html_that_fits(outbound)
    clean, infected = _parted(outbound)
    fitting, left_out = _fitting(clean, size_limits.room(text, html))
    with translation.override(outbound.language or settings.LANGUAGE_CODE):
        notes = _notes(left_out, infected, is_cut=text != outbound.text)
        where = _("You find it here:") if outbound.link else _("Please answer this mail to ask for it.")
    if notes:
        text += "\n\n" + " ".join(filter(None, [*notes, where, outbound.link])) + "\n"
        html = html and html + _notes_html(notes, where, outbound.link)
    return Content(text, html, fitting)


def _html_that_fits(outbound: OutboundMail) -> str:
    return outbound.html if len(outbound.html.encode()) <= size_limits.HTML_MOST else ""


def _fitting(items: list[OutboundAttachment], room: int) -> tuple[list[OutboundAttachment], list[str]]:
    """Return the files that there is ``room`` for, and the names of the others."""
    places = size_limits.fitting([item.file.size for item in items], room)
    left_out = [item.name for place, item in enumerate(items) if place not in places]
    return [item for place, item in enumerate(items) if place in places], left_out


def _notes_html(notes: list[str], where: str, link: str) -> str:
    anchor = format_html('<a href="{}">{}</a>', link, link) if link else ""
    return format_html("<p>{} {} {}</p>", " ".join(notes), where, anchor)


def _parted(outbound: OutboundMail) -> tuple[list[OutboundAttachment], list[str]]:
    """Return the files that may go out, and the names of those that the virus scanner has something against."""
    clean, infected = [], []
    for item in outbound.attachments.select_related("file"):
        if item.file.is_waiting_for_scan:
            with suppress(scanning.NotScanned):
                scanning.look_at(item.file)
        if item.file.is_infected:
            infected.append(item.name)
        else:
            clean.append(item)
    return clean, infected


def _notes(left_out: list[str], infected: list[str], *, is_cut: bool) -> list[str]:
    """Say what is missing in the mail."""
    notes = [_("The text is too long for a mail; this is its beginning.")] if is_cut else []
    if left_out:
        notes.append(_("Too large for a mail, and not attached: %(names)s.") % {"names": ", ".join(left_out)})
    if infected:
        notes.append(_("Not attached, for a virus was found in it: %(names)s.") % {"names": ", ".join(infected)})
    return notes


def _head(message: EmailMessage, outbound: OutboundMail) -> None:
    message["From"] = _mailbox_address(outbound.from_name or outbound.mailbox.sender_name, outbound.mailbox.address)
    for header, kind in (("To", "to"), ("Cc", "cc")):
        people = [_mailbox_address(d.name, d.address) for d in outbound.deliveries.oldest_first() if d.kind == kind]
        if people:
            message[header] = people
    message["Subject"] = _literal(outbound.subject)
    message["Date"] = format_datetime(outbound.created_at)
    message["Message-ID"] = outbound.message_id


def _ancestry(outbound: OutboundMail) -> bytes:
    """Return In-Reply-To and References, one id a line: the library would encode a long id, and nobody know it then."""
    ids_of = {"In-Reply-To": [outbound.in_reply_to], "References": outbound.references}
    fit = {name: [one for one in found if SOUND_ID.fullmatch(one)] for name, found in ids_of.items()}
    lines = [f"{name}: " + "\r\n ".join(found) + "\r\n" for name, found in fit.items() if found]
    return "".join(lines).encode("ascii")


def _mailbox_address(name: str, address: str) -> Address:
    return Address(display_name=_literal(name), addr_spec=address)


def _literal(words: str) -> str:
    """Return words that nothing takes for an encoded word: the library would decode it, line breaks included."""
    return words.replace("=?", "= ?")


def _mark(message: EmailMessage, outbound: OutboundMail) -> None:
    """Add the headers by which machines recognise machines; they keep two of them from writing to each other."""
    message["X-Helpdesk-Instance"] = settings.MAIL_INSTANCE
    if outbound.about:
        message["X-Helpdesk-Ticket"] = _literal(outbound.about)
    if outbound.kind == OutboundKind.REPLY:
        message["X-Auto-Response-Suppress"] = "OOF, AutoReply"
        return
    message["Auto-Submitted"] = outbound.auto_submitted
    message["X-Auto-Response-Suppress"] = "All"
    if outbound.bulk:
        message["Precedence"] = "bulk"


def _lines(text: str) -> str:
    """Return ``text`` with plain line breaks; a lone carriage return would break the transfer."""
    return "\n".join(text.splitlines()) + "\n"


def _embed(message: EmailMessage, items: list[OutboundAttachment]) -> None:
    """Put the images that the HTML shows beside it."""
    html = message.get_body(("html",))
    for item in items:
        main, _, sub = item.file.content_type.partition("/")
        if isinstance(html, MIMEPart):
            html.add_related(
                files.read(item.file),
                main,
                sub,
                cid=f"<{_literal(item.content_id)}>",
                filename=_literal(item.name),
                disposition="inline",
            )


def _attach(message: EmailMessage, item: OutboundAttachment) -> None:
    main, _, sub = item.file.content_type.partition("/")
    if main in {"message", "multipart"}:  # such parts must not be encoded, and encoded they all are
        main, sub = "application", "octet-stream"
    message.add_attachment(files.read(item.file), main, sub, filename=_literal(item.name))


def copy_for(delivery: Delivery, mime: bytes, reply_to: str) -> bytes:
    """Return the bytes for one recipient: where they answer to, then the mail as it was built."""
    head = EmailMessage(policy=POLICY)
    head["Reply-To"] = reply_to or delivery.outbound.mailbox.address
    return head.as_bytes().removesuffix(b"\r\n") + mime


def envelope_sender(delivery: Delivery) -> str:
    """Return the address that delivery reports about this copy go to; with plus addressing it is this copy's alone.

    Where the mailbox wants it so, automatic mail has none: nothing can answer it, and nothing reports on it either.
    """
    mailbox = delivery.outbound.mailbox
    if mailbox.null_sender and delivery.outbound.kind != OutboundKind.REPLY:
        return ""
    address: str = mailbox.address
    if not delivery.bounce_salt:
        return address
    token = ids.derive_token(settings.SECRET_KEY, delivery.bounce_salt)
    return ids.plus_address(address, token, tag=ids.BOUNCE_TAG)
