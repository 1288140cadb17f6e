"""What the parser makes of a mail."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

CODE_AND_STATUS = re.compile(r"\b([45]\d\d)[ -]#?[45]\.\d{1,3}\.\d")
CODE = re.compile(r"(?<![\w.])([45]\d\d)(?![\w.])")
FINAL = 500  # the first of the SMTP codes that say never


@dataclass(frozen=True, slots=True)
class Address:
    """A name and an address; either may be empty."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class ParsedAttachment:
    """A file that came with a mail. ``type`` is what the sender claims."""

    name: str
    type: str
    data: bytes = field(repr=False)
    inline: bool = False
    content_id: str = ""


class Doubt(StrEnum):
    """What people should know about a mail; the words for it are not the parser's business."""

    TOO_MANY_PARTS = "too_many_parts"
    NO_PARTS = "no_parts"
    DAMAGED = "damaged"
    SIGNED = "signed"
    ENCRYPTED = "encrypted"
    LONG_TEXT = "long_text"
    LONG_HTML = "long_html"
    LEFT_OUT = "left_out"
    UNCERTAIN = "uncertain"
    ANSWERS_ELSEWHERE = "answers_elsewhere"
    CLOCK_OFF = "clock_off"


class TooMuch(StrEnum):
    """Why a file stays in the raw mail alone."""

    FILE = "too_large"
    MAIL = "too_large_together"
    COUNT = "too_many"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file that was not taken out of the mail, and why."""

    name: str
    size: int
    reason: str


@dataclass(frozen=True, slots=True)
class Invitation:
    """The event that a mail asks people to; moments as the calendar writes them, with their zone."""

    method: str
    summary: str
    start: str
    end: str
    location: str
    organiser: str


@dataclass(frozen=True, slots=True)
class Authentication:
    """What one server found out about the sender; ``hops`` are the servers that handed the mail on after it.

    ``about`` is the domain in From that it looked at, where it says so.
    """

    server: str
    dmarc: str = ""
    spf: str = ""
    dkim: str = ""
    hops: tuple[str, ...] = ()
    about: str = ""

    @property
    def has_failed(self) -> bool:
        """Return whether the mail is not from whom it says."""
        return self.dmarc == "fail" or (self.spf == "fail" and self.dkim != "pass")

    def has_passed(self, address: str) -> bool:
        """Return whether the domain of ``address``, and no other that From may name too, stands by this mail."""
        domain = address.rpartition("@")[2].lower()
        return self.dmarc == "pass" and (not self.about or _is_within(domain, self.about))


def _is_within(domain: str, other: str) -> bool:
    return f".{domain}".endswith(f".{other}")


@dataclass(frozen=True, slots=True)
class Bounce:
    """What a delivery report says. ``message_ids`` are ids of the mail that came back, best first.

    One that is not ``is_certain`` reads like a report and has no sign that no person could have put there.
    """

    recipient: str
    status: str
    action: str
    diagnostic: str
    message_ids: tuple[str, ...] = ()
    is_certain: bool = True

    @property
    def speaks_like_a_server(self) -> bool:
        """Return whether no person would have written so."""
        return self.is_certain or bool(self.status) or self.reply_code is not None

    @property
    def reply_code(self) -> int | None:
        """Return the SMTP code that the report quotes."""
        quoted = CODE_AND_STATUS.search(self.diagnostic) or CODE.search(self.diagnostic)
        return int(quoted.group(1)) if quoted else None

    @property
    def is_final(self) -> bool:
        """Return whether nothing more will be tried for that recipient."""
        return self.kind == "hard"

    @property
    def kind(self) -> str:
        """Return ``hard``, ``soft``, ``delivered`` for good news, or ``complaint`` when the recipient calls it spam."""
        if self.action == "complaint":
            return "complaint"
        if self.action in {"delivered", "relayed", "expanded"} or self.status.startswith("2."):
            return "delivered"
        code = self.reply_code if not self.status else None
        is_soft = self.action == "delayed" or self.status.startswith("4.") or (code is not None and code < FINAL)
        return "soft" if is_soft else "hard"


@dataclass(frozen=True, slots=True)
class ParsedMail:
    """A mail in plain values: no bytes of unknown encoding, no control characters, nothing sanitised.

    ``text`` is never derived away: a mail with HTML alone has its visible text there. ``html`` is the sender's raw
    HTML and must be cleaned before it is shown. ``reply_text`` and ``reply_html`` are what is new in the mail; when
    nothing could be told apart they equal ``text`` and ``html``. ``attached_text`` are the words of mails attached to
    it: to be found by, never part of what was said. ``forwarded_from`` is who wrote the mail that this one passes on, as
    far as it has an address; of several nobody can say who it was. ``warnings`` are codes of ``Doubt``.
    """

    subject: str
    from_name: str
    from_address: str
    sender_certain: bool
    reply_to: tuple[Address, ...]
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    delivered_to: tuple[str, ...]
    date: datetime | None
    message_id: str
    in_reply_to: str
    references: tuple[str, ...]
    text: str
    html: str
    reply_text: str
    reply_html: str
    attachments: tuple[ParsedAttachment, ...]
    left_out: tuple[LeftOut, ...]
    attached_text: str
    forwarded_from: tuple[Address, ...]
    is_auto: bool
    auto_reasons: tuple[str, ...]
    bounce: Bounce | None
    authentication: tuple[Authentication, ...]
    invitation: Invitation | None
    instance: str
    content_fp: str
    warnings: tuple[str, ...]

    @property
    def is_bounce(self) -> bool:
        """Return whether this is a delivery report."""
        return self.bounce is not None

    @property
    def recipients(self) -> tuple[str, ...]:
        """Return every address the mail was addressed or delivered to."""
        shown = (entry.address for entry in (*self.to, *self.cc))
        return tuple(dict.fromkeys(a for a in (*self.delivered_to, *shown) if a))
