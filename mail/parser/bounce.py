"""Delivery reports: is it one, for whom, why, and which mail came back."""

import re
from dataclasses import dataclass
from email import message_from_bytes
from functools import cached_property

from mail.parser import auto
from mail.parser.addresses import all_addresses, normalise
from mail.parser.charsets import clean_line, decode
from mail.parser.headers import Headers, split, split_mail
from mail.parser.mime import Part
from mail.parser.parsed import Bounce

DAEMON = re.compile(
    r"^(mailer[-_.]?daemon|mdaemon|postmaster|mail-?daemon|bounces?|bounced|mailadmin|mail-?administrator|daemon"
    r"|mail-?delivery|maildelivery|root|microsoftexchange\w+|mail)\b"
)
# Names behind which nobody sits; at mail@ or postmaster@ people do.
NOBODY = re.compile(r"^(mailer[-_.]?daemon|mdaemon|mail-?daemon|maildelivery|microsoftexchange\w+)\b")
SUBJECT = re.compile(
    r"(undeliver(ed|able)|undelivery|un-?deliverable|non-?deliver(y|able)|not? ?deliver(ed|able)|not be delivered"
    r"|unable to deliver|couldn.t be delivered|cannot deliver|can.t deliver|failed to deliver|wasn.t delivered"
    r"|delivery[ -](status|failure|has failed|failed|report|incomplete|problem|notification|error|warning|delayed?|issue)"
    r"|delivery of .{0,80} failed|failure delivering|fail(ed|ure) (mail|delivery|notice|notification)|delayed mail"
    r"|mail (delivery|system|could not|failure|not delivered)|(message|mail) (status|delivery|undeliverable|bounced)"
    r"|returned (mail|e-?mail|to sender)|return(ed)? (mail|message) ?:|failure notice|message (not delivered|delayed)"
    r"|error (sending|delivering|returned)|bounced? (mail|message|action)|rejected (mail|message)|user unknown"
    r"|unknown (user|recipient|address)|invalid (recipient|address|user)|no such user|nondeliverable|nicht zustellbar"
    r"|address (not found|unknown)|recipient (unknown|not found)|mailbox (full|unavailable)|over quota|warning: could not"
    r"|warning: message|non remis|unzustellbar|zustell(ung|fehler|problem)|nicht zugestellt|unzustellbarkeit"
    r"|mancat[ao] (recapito|consegna)|non consegnat|impossibile consegnare|nedeliverat|nelivrat|non distribu"
    r"|échec|no se (puede|pudo) entregar|no entregado|devuelto|não entregue|falha na entrega|devolvid|onbestelbaar"
    r"|niet afgeleverd|olevererbart|kunde inte levereras|kunne ikke leveres|nie dostarczono|zwrot|nedoru"
    r"|недоставл|не доставлен|退信|传输失败|投递失败|配信エラー|送信エラー)",
    re.IGNORECASE,
)
ANSWER = re.compile(r"\s*(re|aw|sv|tr|wg|fw|fwd|rif|r|i|odp|antw|vs|ynt)\s*(\[\d+\])?\s*:", re.IGNORECASE)
STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
IDS = re.compile(rb"(?im)^(?:message-id|references|in-reply-to)\s*:[ \t]*(?:\r?\n[ \t]+)?(<[^<>\s]{3,250}>)")
ANY_ID = re.compile(rb"<([^<>\s@]{3,200}@[^<>\s@]{1,200})>")
ADDRESS = re.compile(r"[\w.+=%-]{1,64}@[\w.-]{1,200}")
DELAYED = re.compile(
    r"(?i)\b(delay(ed)?|warning|will (retry|be retried|keep trying|continue)|not yet been|still (trying|being)"
    r"|do not need to resend|verzöger)"
)
# A line in which a server speaks: one with both codes before one with the short one alone.
SAID = (
    re.compile(r"(?m)^.{0,200}\b[45]\d\d[ -]#?[45]\.\d{1,3}\.\d{1,3}\b.{0,400}$"),
    re.compile(r"(?mi)^.{0,100}(?:said:|error.{0,40}:|code:?|<<<|smtp;|host .{0,80}:)\s*\(?#?[45]\d\d\b.{0,400}$"),
    re.compile(r"(?m)^\s{0,20}(?:<[^<>]{3,200}>:?\s*)?[45]\d\d[ -](?=\D).{0,400}$"),
)
SAYS_SO = re.compile(
    r"(?i)(created|generated) automatically by (the )?mail (delivery|system)"
    r"|automatically generated (delivery status notification|delivery report)"
)
RETURNED = {"message/rfc822", "text/rfc822-headers"}
REPORTS = {"message/delivery-status", "message/global-delivery-status"}
COMPLAINT = "message/feedback-report"
MAX_SCANNED_BY_OTHERS = 64 * 1024
SCANNED = 256 * 1024
MAX_PARTS = 50
TAG = "[#"  # behind it stands what we wrote above a ticket ourselves


def read(headers: Headers, part: Part, sender: str, subject: str, text: str) -> Bounce | None:
    """Return what a delivery report says; nothing when the mail is none."""
    mail = _Suspect(headers, part, sender, subject, text)
    known = _known_to_others(part) if mail.is_worth_asking else ""
    is_report = mail.is_certain or known or mail.speaks_like_a_server or mail.says_so
    return _bounce(mail, known) if is_report else None


@dataclass(frozen=True)
class _Suspect:
    """A mail that may be a report, and the signs by which one is known."""

    headers: Headers
    part: Part
    sender: str
    subject: str
    text: str

    @cached_property
    def leaves(self) -> list[Part]:
        """Return the parts that a report may stand in."""
        return _leaves(self.part) if _may_report(self.headers, self.part, self.sender) else [self.part]

    @cached_property
    def report(self) -> Part | None:
        """Return the part that is made for machines."""
        return next((leaf for leaf in self.leaves if leaf.type in REPORTS), self.complaint)

    @cached_property
    def complaint(self) -> Part | None:
        """Return the part by which a provider says that its customer calls our mail junk."""
        return next((leaf for leaf in self.leaves if leaf.type == COMPLAINT), None)

    @cached_property
    def is_from_somebody_away(self) -> bool:
        return _is_from_somebody_away(self.headers, self.sender, self.subject)

    @cached_property
    def said(self) -> str:
        """Return what the subject says of its own; of somebody away it says nothing that counts."""
        return "" if self.is_from_somebody_away else _own_words(self.sender, self.subject)

    @cached_property
    def is_certain(self) -> bool:
        return self.report is not None or _looks_like_one(self.headers, self.part, self.sender, self.said)

    @cached_property
    def is_worth_asking(self) -> bool:
        return not self.is_from_somebody_away and _is_worth_asking(self.headers, self.sender, self.said)

    @property
    def speaks_like_a_server(self) -> bool:
        return _is_from_server(self.headers, DAEMON, self.sender) and bool(SUBJECT.search(self.said))

    @property
    def says_so(self) -> bool:
        return self.is_worth_asking and _says_so(_leaves(self.part), self.text)


def _bounce(mail: _Suspect, known: str) -> Bounce:
    """Gather what a report says; ``known`` is whose copy came back as others read it."""
    fields = _fields(mail.report) if mail.report else Headers()
    words = mail.text or _words(mail.leaves)
    diagnostic = _diagnostic(fields, words)
    status, action = ("", "complaint") if mail.complaint else _outcome(mail.subject, fields, diagnostic, words)
    named = _named(mail.headers, fields) or ("" if mail.complaint else known)
    return Bounce(
        named or _first_foreign(mail.headers, words, mail.sender),
        clean_line(status)[:12],
        clean_line(action)[:20],
        diagnostic,
        _ids(mail.leaves, mail.part),
        mail.is_certain,
    )


def _outcome(subject: str, fields: Headers, diagnostic: str, words: str) -> tuple[str, str]:
    """Return the status code, and whether the mail failed or is only late."""
    status = next(iter(STATUS.findall(f"{fields.text('status')}\n{diagnostic}\n{words[:SCANNED]}")), "")
    return status, fields.text("action") or ("delayed" if _is_delayed(subject, words, status) else "failed")


def _may_report(headers: Headers, part: Part, sender: str) -> bool:
    """Say whether parts of a report are this mail's own, and not of one that a person passes on."""
    if part.type in {"multipart/report", "message/delivery-status"}:
        return True
    return _is_from_server(headers, DAEMON, sender) or auto.submitted(headers) not in {"", auto.FORWARDED}


def _is_from_somebody_away(headers: Headers, sender: str, subject: str) -> bool:
    """Say whether a person's mailbox answers by itself; a server is never out of office."""
    if auto.ROLE.match(sender.partition("@")[0]) or NOBODY.match(sender.partition("@")[0]):
        return False
    return auto.submitted(headers) == "auto-replied" or auto.is_out_of_office(subject)


def _own_words(sender: str, subject: str) -> str:
    """Return what a subject says of its own: a person's answer quotes ours, and so does whatever follows our tag."""
    is_quoted = ANSWER.match(subject) and not NOBODY.match(sender.partition("@")[0])
    return "" if is_quoted else subject.partition(TAG)[0]


def _is_from_server(headers: Headers, names: re.Pattern[str], sender: str) -> bool:
    return headers.first("return-path").strip() == b"<>" or bool(names.match(sender.partition("@")[0]))


def _is_worth_asking(headers: Headers, sender: str, subject: str) -> bool:
    """Say whether the mail comes from a server, or speaks like one and is no answer to anything."""
    if DAEMON.match(sender.partition("@")[0]):
        return True
    is_answer = "in-reply-to" in headers or "references" in headers or ANSWER.match(subject)
    return not is_answer and bool(SUBJECT.search(subject))


def _says_so(leaves: list[Part], text: str) -> bool:
    """Say whether a server's own words stand above the mail that it returns."""
    return any(leaf.type in RETURNED for leaf in leaves) and bool(SAYS_SO.search(text[:2000]))


def _words(leaves: list[Part]) -> str:
    """Return what a report says where the mail itself says nothing."""
    return decode(next((leaf.data for leaf in leaves if leaf.type.startswith("text/")), b"")[:SCANNED])


def _is_delayed(subject: str, words: str, status: str) -> bool:
    return not status.startswith("5") and bool(DELAYED.search(subject) or DELAYED.search(words[:2000]))


def _known_to_others(part: Part) -> str:
    """Ask flufl.bounce, which knows the reports of many old servers, whose copy came back."""
    from flufl.bounce import all_failures  # noqa: PLC0415 -- costs more to import than most mails to read

    try:
        soft, hard = all_failures(message_from_bytes(part.raw[:MAX_SCANNED_BY_OTHERS]))
    except (ValueError, LookupError, AttributeError, TypeError, RecursionError, AssertionError):
        return ""
    found = sorted(a.decode("ascii", "replace") for a in {*soft, *hard})
    return next(filter(None, map(normalise, found)), "")


def _leaves(part: Part, depth: int = 0) -> list[Part]:
    if depth > 5 or not part.type.startswith("multipart/"):
        return [part]
    return [leaf for child in part.children[:MAX_PARTS] for leaf in _leaves(child, depth + 1)]


def _looks_like_one(headers: Headers, part: Part, sender: str, subject: str) -> bool:
    if part.type == "multipart/report" and part.content.plain("report-type").lower() == "delivery-status":
        return True
    if "x-failed-recipients" in headers:
        return True
    return _is_from_server(headers, NOBODY, sender) and bool(SUBJECT.search(subject))


def _fields(report: Part) -> Headers:
    """Return the fields about the first recipient that failed, with those about the whole mail behind them."""
    blocks = _blocks(report)
    recipients = [b for b in blocks if "final-recipient" in b or "original-recipient" in b]
    failed = next((b for b in recipients if b.text("action") == "failed"), next(iter(recipients), Headers()))
    return Headers(failed.fields + tuple(f for b in blocks if b not in recipients for f in b.fields))


def _blocks(report: Part) -> list[Headers]:
    """Return the groups of fields that empty lines part: one about the mail, then one for each recipient."""
    blocks = re.split(rb"\r?\n[ \t]*\r?\n", report.data[:SCANNED])
    return [split(block + b"\n\n")[0] for block in blocks[:MAX_PARTS] if block.strip()]


def _named(headers: Headers, fields: Headers) -> str:
    """Return whose copy came back, as the report says."""
    told = [
        *(_address(fields, name) for name in ("original-recipient", "final-recipient", "original-rcpt-to")),
        headers.text("x-failed-recipients").partition(",")[0],
    ]
    return next(filter(None, map(normalise, told)), "")


def _first_foreign(headers: Headers, text: str, sender: str) -> str:
    """Return the first address in the words that is neither the sender's nor ours."""
    own = {sender, *(entry.address for entry in all_addresses(headers, "to", "delivered-to", "cc"))}
    found = (normalise(address) for address in ADDRESS.findall(text[:20_000]))
    return next((a for a in found if a and a not in own), "")


def _address(fields: Headers, name: str) -> str:
    """Return what stands behind the kind of an address, as in ``rfc822; a@b``."""
    return fields.text(name).rpartition(";")[2].partition("(")[0]


def _diagnostic(fields: Headers, text: str) -> str:
    """Return the words of the server that refused."""
    told = fields.first("diagnostic-code")
    if told:
        return clean_line(decode(told)).partition(";")[2].strip()[:1000] or clean_line(decode(told))[:1000]
    line = next((found for pattern in SAID if (found := pattern.search(text[:SCANNED]))), None)
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
