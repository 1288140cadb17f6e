"""What the parser makes of a mail."""

import re
from dataclasses import dataclass, field
from datetime import datetime


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


@dataclass(frozen=True, slots=True)
class Bounce:
    """What a delivery report says. ``message_ids`` are ids of the mail that came back, best first."""

    recipient: str
    status: str
    action: str
    diagnostic: str
    message_ids: tuple[str, ...] = ()

    @property
    def reply_code(self) -> int | None:
        """Return the SMTP code that the report quotes."""
        quoted = re.search(r"\b[45]\d\d\b", self.diagnostic)
        return int(quoted.group()) if quoted else None

    @property
    def is_final(self) -> bool:
        """Return whether nothing more will be tried for that recipient."""
        return self.action != "delayed" and not self.status.startswith("4.")


@dataclass(frozen=True, slots=True)
class ParsedMail:
    """A mail in plain values: no bytes of unknown encoding, no control characters, nothing sanitised.

    ``text`` is never derived away: a mail with HTML alone has its visible text there. ``html`` is the sender's raw
    HTML and must be cleaned before it is shown. ``reply_text`` and ``reply_html`` are what is new in the mail; when
    nothing could be told apart they equal ``text`` and ``html``.
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
    is_auto: bool
    auto_reasons: tuple[str, ...]
    bounce: Bounce | None
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
