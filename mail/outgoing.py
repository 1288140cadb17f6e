"""What an upper app hands to the outbox."""

from dataclasses import dataclass
from datetime import datetime

from helpdesk.models import StoredFile
from mail.enums import AutoSubmitted, OutboundKind, RecipientKind
from mail.models import Mailbox, Thread


@dataclass(frozen=True, slots=True)
class Recipient:
    """One person who gets a copy."""

    address: str
    name: str = ""
    kind: RecipientKind = RecipientKind.TO


@dataclass(frozen=True, slots=True)
class OutgoingFile:
    """A file that goes along; with ``content_id`` and ``inline`` the HTML may show it as ``cid:…``."""

    file: StoredFile
    name: str
    content_id: str = ""
    inline: bool = False


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A mail to be sent.

    ``mailbox`` may be left out when the thread has one (else the default mailbox sends). Without ``references`` and
    ``in_reply_to`` they follow from the thread. ``auto_submitted`` must be set for every kind but ``REPLY``. ``html``
    must be clean already. The same ``idempotency_key`` never makes a second mail.

    Files that do not fit are left out; the mail then says so in ``language`` and leads to ``link``. ``about`` is told in
    X-Helpdesk-Ticket, for people who read headers. ``bulk`` is for what our own people are told by the dozen.
    """

    kind: OutboundKind
    recipients: tuple[Recipient, ...]
    subject: str
    text: str
    html: str = ""
    thread: Thread | None = None
    mailbox: Mailbox | None = None
    from_name: str = ""
    reply_to: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    files: tuple[OutgoingFile, ...] = ()
    auto_submitted: AutoSubmitted = AutoSubmitted.NO
    not_before: datetime | None = None
    idempotency_key: str | None = None
    language: str = ""
    link: str = ""
    about: str = ""
    bulk: bool = False


@dataclass(frozen=True, slots=True)
class Permit:
    """Whether an automatic mail may be sent, and if not, why (in words for the log and for agents)."""

    allowed: bool
    reason: str = ""
    is_over_limit: bool = False

    def __bool__(self) -> bool:
        return self.allowed
