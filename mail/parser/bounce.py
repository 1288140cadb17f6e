"""Delivery reports: is it one, for whom, why, and which mail came back."""

import re

from mail.parser.addresses import normalise
from mail.parser.charsets import clean_line, decode
from mail.parser.headers import Headers, split, split_mail
from mail.parser.mime import Part
from mail.parser.parsed import Bounce

DAEMON = re.compile(r"^(mailer-daemon|postmaster|mail-daemon|mailerdaemon|bounces?)\b")
SUBJECT = re.compile(
    r"(undeliver(ed|able)|delivery (status notification|failure|has failed|report|incomplete|problem)"
    r"|mail delivery (failed|system)|returned mail|failure notice|could not be delivered|non remis|unzustellbar"
    r"|mancato recapito|non consegnat|nedeliverat|message not delivered|delivery (notification|error)|rejected mail"
    r"|undelivered mail|mail system error|delivery failed)",
    re.IGNORECASE,
)
STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
IDS = re.compile(rb"(?im)^(?:message-id|references|in-reply-to)\s*:[ \t]*(?:\r?\n[ \t]+)?(<[^<>\s]{3,250}>)")
ANY_ID = re.compile(rb"<([^<>\s@]{3,200}@[^<>\s@]{1,200})>")
ADDRESS = re.compile(r"[\w.+=%-]{1,64}@[\w.-]{1,200}")
FINAL_WORDS = re.compile(r"(?i)\b(delayed|will (retry|be retried|keep trying)|not yet been delivered)\b")
SCANNED = 256 * 1024
MAX_PARTS = 50


def read(headers: Headers, part: Part, sender: str, subject: str, text: str) -> Bounce | None:
    """Return what a delivery report says; nothing when the mail is none."""
    leaves = _leaves(part)
    report = next((p for p in leaves if p.type in {"message/delivery-status", "message/global-delivery-status"}), None)
    if not (report or _looks_like_one(headers, part, sender, subject)):
        return None
    fields = _fields(report) if report else Headers()
    ids = _ids(leaves, part)
    diagnostic = _diagnostic(fields, text)
    status = fields.text("status") or next(iter(STATUS.findall(text[:SCANNED])), "")
    action = fields.text("action") or ("delayed" if FINAL_WORDS.search(subject) else "failed")
    return Bounce(
        _recipient(headers, fields, text, sender), clean_line(status)[:12], clean_line(action)[:20], diagnostic, ids
    )


def _leaves(part: Part, depth: int = 0) -> list[Part]:
    if depth > 5 or not part.type.startswith("multipart/"):
        return [part]
    return [leaf for child in part.children[:MAX_PARTS] for leaf in _leaves(child, depth + 1)]


def _looks_like_one(headers: Headers, part: Part, sender: str, subject: str) -> bool:
    if part.type == "multipart/report" and part.content.plain("report-type").lower() == "delivery-status":
        return True
    if "x-failed-recipients" in headers:
        return True
    daemon = headers.first("return-path").strip() == b"<>" or bool(DAEMON.match(sender.partition("@")[0]))
    return daemon and bool(SUBJECT.search(subject))


def _fields(report: Part) -> Headers:
    """Return the fields about the first recipient that failed, with those about the whole mail behind them."""
    blocks = re.split(rb"\r?\n[ \t]*\r?\n", report.data[:SCANNED])
    read_blocks = [split(block + b"\n\n")[0] for block in blocks[:MAX_PARTS] if block.strip()]
    recipients = [b for b in read_blocks if "final-recipient" in b or "original-recipient" in b]
    failed = next((b for b in recipients if b.text("action") == "failed"), next(iter(recipients), Headers()))
    return Headers(failed.fields + tuple(f for b in read_blocks if b not in recipients for f in b.fields))


def _recipient(headers: Headers, fields: Headers, text: str, sender: str) -> str:
    """Return whose copy came back: as the report says, else the first foreign address in its text."""
    told = [
        *(fields.text(name).rpartition(";")[2] for name in ("original-recipient", "final-recipient")),
        headers.text("x-failed-recipients").partition(",")[0],
    ]
    named = (normalise(address) for address in told)
    found = (normalise(address) for address in ADDRESS.findall(text[:20_000]))
    return next((a for a in named if a), "") or next((a for a in found if a and a != sender), "")


def _diagnostic(fields: Headers, text: str) -> str:
    """Return the words of the server that refused."""
    told = fields.first("diagnostic-code")
    if told:
        return clean_line(decode(told)).partition(";")[2].strip()[:1000] or clean_line(decode(told))[:1000]
    line = re.search(r"(?m)^.{0,200}\b[45]\d\d[ -].{0,400}$", text[:SCANNED])
    return clean_line(line.group())[:1000] if line else ""


def _ids(leaves: list[Part], part: Part) -> tuple[str, ...]:
    """Return the ids of the mail that came back: from the returned mail or its headers, else from anywhere."""
    best: list[str] = []
    for leaf in leaves:
        if leaf.type in {"message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers"}:
            returned, _body = split_mail(leaf.data[:SCANNED])
            best += [i.decode("ascii", "replace") for i in ANY_ID.findall(returned.first("message-id"))]
    best += [i.decode("ascii", "replace").strip("<>") for i in IDS.findall(part.body[:SCANNED])]
    best += [i.decode("ascii", "replace") for i in ANY_ID.findall(part.body[:SCANNED])]
    return tuple(f"<{clean_line(i)}>" for i in list(dict.fromkeys(best))[:50])
