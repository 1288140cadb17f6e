"""From bytes to a ``ParsedMail``."""

import hashlib
from typing import NamedTuple

from mail.parser import (
    addresses,
    authentication,
    auto,
    bounce,
    dates,
    forwards,
    html_quotes,
    pgp,
    prefixes,
    quotes,
    render,
    structure,
)
from mail.parser.bodies import Body
from mail.parser.charsets import clean_line
from mail.parser.encoded_words import decode_words
from mail.parser.headers import Headers, split_mail
from mail.parser.mime import Part
from mail.parser.parsed import Address, Doubt, Invitation, ParsedAttachment, ParsedMail

MAX_REFERENCES = 100
MAX_ID = 990
DELIVERED = ("delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-ms-exchange-inbox-rules-loop")


class _Head(NamedTuple):
    """What the headers say of the writer, and of the mails that theirs follows."""

    subject: str
    sender: Address
    is_certain: bool
    reply_to: tuple[Address, ...]
    references: tuple[str, ...]
    in_reply_to: str

    @property
    def told(self) -> str:
        """Return whom the mail says that it is from."""
        return self.sender.address or self.sender.name.lower()

    @property
    def says_answer(self) -> bool:
        """Tell whether the subject calls it an answer."""
        return prefixes.says_answer(self.subject)

    @property
    def is_answer(self) -> bool:
        """Tell whether the mail answers another one, by its subject or by ids."""
        return self.says_answer or bool(self.references or self.in_reply_to)


def _head(headers: Headers, hint: str) -> _Head:
    return _Head(
        decode_words(headers.first("subject"), hint)[:998],
        *addresses.sender(headers, hint),
        addresses.all_addresses(headers, "reply-to", hint=hint),
        _references(headers),
        next(iter(_ids(headers, "in-reply-to")), ""),
    )


def parse(raw: bytes) -> ParsedMail:
    """Return what the mail says, whatever is wrong with it."""
    headers, content = split_mail(raw)
    part = Part(headers, content, raw)
    reader = structure.Reader()
    body, files = structure.read(part, reader)
    head = _head(headers, reader.hint)
    fingerprint = _fingerprint(headers, body, files)
    machine = _machine(headers, part, head, reader.invitation)
    report = bounce.read(headers, part, head.told, head.subject, body.text)
    _warn(reader, headers, head)
    reply_text, reply_html = _new(body, answers=head.is_answer)
    return ParsedMail(
        subject=head.subject,
        from_name=head.sender.name,
        from_address=head.sender.address,
        sender_certain=head.is_certain,
        reply_to=head.reply_to,
        to=addresses.all_addresses(headers, "to", "resent-to", hint=reader.hint),
        cc=addresses.all_addresses(headers, "cc", "resent-cc", hint=reader.hint),
        delivered_to=tuple(a.address for a in addresses.all_addresses(headers, *DELIVERED)),
        date=dates.sent_at(headers),
        message_id=next(iter(_ids(headers, "message-id")), f"<{fingerprint[:32]}@inbound.invalid>"),
        in_reply_to=head.in_reply_to,
        references=head.references,
        text=body.text,
        html=body.html,
        reply_text=reply_text,
        reply_html=reply_html,
        attachments=files,
        left_out=tuple(reader.left_out),
        attached_text=reader.attached_text,
        forwarded_from=forwards.writers(body.text, reader.attached_from, is_answer=head.says_answer),
        is_auto=bool(machine) or (report is not None and report.speaks_like_a_server),
        auto_reasons=machine,
        bounce=report,
        authentication=authentication.results(headers),
        invitation=reader.invitation,
        instance=clean_line(headers.first("x-helpdesk-instance").decode("ascii", "replace"))[:200],
        content_fp=fingerprint,
        warnings=tuple(reader.warnings),
    )


def _machine(headers: Headers, part: Part, head: _Head, invitation: Invitation | None) -> tuple[str, ...]:
    """Return the reasons to believe that a machine wrote the mail; a calendar answers for its owner."""
    reasons = auto.reasons(headers, part, head.told, head.subject)
    is_calendars = invitation is not None and invitation.method == "reply"
    return tuple(dict.fromkeys([*reasons, *(["calendar-reply"] if is_calendars else [])]))


def _ids(headers: Headers, name: str) -> list[str]:
    """Return the message ids in a header, with or without their brackets, without blanks."""
    text = clean_line(b" ".join(headers.all(name)).decode("utf-8", "replace"))
    inside = [piece.partition(">")[0] for piece in text.split("<")[1:] if ">" in piece]
    found = ["".join(i.split()) for i in inside] if inside else text.split()
    return [f"<{i[:MAX_ID]}>" for i in found if i]


def _references(headers: Headers) -> tuple[str, ...]:
    """Return References, of too many the first and the last hundred."""
    found = _ids(headers, "references")
    if len(found) > 2 * MAX_REFERENCES:
        found = found[:MAX_REFERENCES] + found[-MAX_REFERENCES:]
    return tuple(dict.fromkeys(found))


def _fingerprint(headers: Headers, body: Body, files: tuple[ParsedAttachment, ...]) -> str:
    """Return a hash of what the mail says, the same by whatever route it came."""
    digest = hashlib.sha256()
    for name in ("from", "date", "subject", "message-id"):
        digest.update(b" ".join(headers.first(name).split()) + b"\n")
    for content in (body.text.encode(), body.html.encode(), *(file.data for file in files)):
        digest.update(hashlib.sha256(content).digest())
    return digest.hexdigest()


def _warn(reader: structure.Reader, headers: Headers, head: _Head) -> None:
    """Note what is doubtful about the sender and the date."""
    sender = head.sender.address if head.is_certain else ""
    if not sender:
        reader.warn(Doubt.UNCERTAIN)
    domain = sender.rpartition("@")[2]
    if domain and any(answer.address.rpartition("@")[2] != domain for answer in head.reply_to):
        reader.warn(Doubt.ANSWERS_ELSEWHERE)
    if dates.is_off(headers):
        reader.warn(Doubt.CLOCK_OFF)
    if headers.is_mended:
        reader.warn(Doubt.DAMAGED)


def _new(body: Body, *, answers: bool) -> tuple[str, str]:
    """Return what is new in the mail, as text and as HTML.

    What was typed as text says it best; text that was only made from the HTML says less than the HTML itself.
    """
    reply_html, is_answered_between = html_quotes.read(body.html, answers=answers) if body.html else ("", False)
    typed = pgp.clear(body.text)
    reply_text, quoted = quotes.split(typed, answers=answers)
    is_made_of_html = bool(body.html) and body.text == render.to_text(body.html)
    if is_answered_between and is_made_of_html:
        return body.text, reply_html
    if reply_html != body.html and (is_made_of_html or not quoted):
        reply_text, _rest = quotes.split(render.to_text(reply_html), answers=answers)
    return reply_text, reply_html
