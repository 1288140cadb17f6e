"""From bytes to a ``ParsedMail``."""

import hashlib

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
from mail.parser.headers import Headers, split_mail
from mail.parser.mime import Part
from mail.parser.parsed import Doubt, ParsedAttachment, ParsedMail
from mail.parser.words import decode_words

MAX_REFERENCES = 100
MAX_ID = 990
DELIVERED = ("delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-ms-exchange-inbox-rules-loop")


def parse(raw: bytes) -> ParsedMail:
    """Return what the mail says, whatever is wrong with it."""
    headers, content = split_mail(raw)
    part = Part(headers, content, raw)
    reader = structure.Reader()
    body, files = structure.read(part, reader)
    who, certain = addresses.sender(headers, reader.hint)
    subject = decode_words(headers.first("subject"), reader.hint)[:998]
    fingerprint = _fingerprint(headers, body, files)
    told = who.address or who.name.lower()
    machine = auto.reasons(headers, part, told, subject)
    if reader.invitation and reader.invitation.method == "reply" and "calendar-reply" not in machine:
        machine.append("calendar-reply")
    report = bounce.read(headers, part, told, subject, body.text)
    answers = addresses.all_addresses(headers, "reply-to", hint=reader.hint)
    _warn(reader, headers, [who.address if certain else "", *(entry.address for entry in answers)])
    references, in_reply_to = _references(headers), next(iter(_ids(headers, "in-reply-to")), "")
    is_answer = prefixes.says_answer(subject)
    reply_text, reply_html = _new(body, answers=is_answer or bool(references or in_reply_to))
    return ParsedMail(
        subject=subject,
        from_name=who.name,
        from_address=who.address,
        sender_certain=certain,
        reply_to=answers,
        to=addresses.all_addresses(headers, "to", "resent-to", hint=reader.hint),
        cc=addresses.all_addresses(headers, "cc", "resent-cc", hint=reader.hint),
        delivered_to=tuple(a.address for a in addresses.all_addresses(headers, *DELIVERED)),
        date=dates.sent_at(headers),
        message_id=next(iter(_ids(headers, "message-id")), f"<{fingerprint[:32]}@inbound.invalid>"),
        in_reply_to=in_reply_to,
        references=references,
        text=body.text,
        html=body.html,
        reply_text=reply_text,
        reply_html=reply_html,
        attachments=files,
        left_out=tuple(reader.left_out),
        attached_text=reader.attached_text,
        forwarded_from=forwards.writers(body.text, reader.attached_from, is_answer=is_answer),
        is_auto=bool(machine) or (report is not None and report.speaks_like_a_server),
        auto_reasons=tuple(machine),
        bounce=report,
        authentication=authentication.results(headers),
        invitation=reader.invitation,
        instance=clean_line(headers.first("x-helpdesk-instance").decode("ascii", "replace"))[:200],
        content_fp=fingerprint,
        warnings=tuple(reader.warnings),
    )


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


def _warn(reader: structure.Reader, headers: Headers, told: list[str]) -> None:
    """Note what is doubtful about the sender and the date; ``told`` is the sender, then where answers should go."""
    sender, *answers = told
    if not sender:
        reader.warn(Doubt.UNCERTAIN)
    domain = sender.rpartition("@")[2]
    if domain and any(answer.rpartition("@")[2] != domain for answer in answers):
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
