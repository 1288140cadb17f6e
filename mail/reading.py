"""What a mail says, and how far it may be believed: all that an upper app is told of it."""

from dataclasses import dataclass
from uuid import UUID

from helpdesk.html import SafeHtml
from mail.enums import MatchedBy, Strength, Trust
from mail.models import InboundMail, ReplyToken, Thread


@dataclass(frozen=True, slots=True)
class Sender:
    """Name and address of who speaks; ``answer_to`` is empty where nobody would read an answer.

    ``known_by`` is the address by which they may take part in a conversation: never one that Reply-To alone names.
    """

    name: str
    address: str
    answer_to: str
    known_by: str = ""


@dataclass(frozen=True, slots=True)
class Route:
    """Where an incoming mail belongs, as far as its headers tell; ``token`` is set when a reply token led there."""

    thread: Thread | None
    matched_by: MatchedBy = MatchedBy.NOTHING
    strength: Strength = Strength.NONE
    token: ReplyToken | None = None

    @property
    def has_token(self) -> bool:
        """Return whether a secret address led there."""
        return self.matched_by == MatchedBy.TOKEN


@dataclass(frozen=True, slots=True)
class Words:
    """What is new in a mail, and the whole of it where it quotes; images of other servers are numbered by their list."""

    new: SafeHtml
    quoted: SafeHtml
    remote_images: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IncomingFile:
    """A file that came with a mail; an image in the words shows it under the address of its ``public_id``."""

    name: str
    data: bytes
    content_id: str
    is_inline: bool
    public_id: UUID


@dataclass(frozen=True, slots=True)
class Reading:
    """One mail, read. Nothing in it holds a secret address of ours, and no HTML in it needs cleaning.

    ``text`` is what was typed, for commands. ``references`` are those that the subject names, ``people`` the strangers in To
    and Cc, ``passed_on_from`` who wrote the mail that this one passes on. ``twin`` is the same mail as another mailbox
    of ours got it. ``is_answered_at_home`` says that answers go where the mail came from.
    """

    inbound: InboundMail
    sender: Sender
    from_address: str
    trust: Trust
    route: Route
    twin: InboundMail | None
    subject: str
    title: str
    references: tuple[str, ...]
    words: Words
    text: str
    attached_text: str
    files: tuple[IncomingFile, ...]
    left_out: tuple[tuple[str, int, str], ...]
    to: tuple[str, ...]
    cc: tuple[str, ...]
    people: tuple[str, ...]
    passed_on_from: Sender | None
    warnings: tuple[str, ...]
    is_sender_certain: bool
    is_answered_at_home: bool
    is_machine_made: bool
    is_oversize: bool
    shows_another_address: bool

    @property
    def shared_with(self) -> Thread | None:
        """Return the conversation that the same mail to another mailbox has become."""
        thread = self.twin.thread if self.twin else None
        return (thread.merged_into or thread) if thread else None


@dataclass(frozen=True, slots=True)
class Returned:
    """A mail of ours that came back for good: its conversation, whom it did not reach, and why."""

    thread: Thread
    inbound: InboundMail
    recipient: str
    why: str


@dataclass(frozen=True, slots=True)
class Glance:
    """A mail as far as it can be read, for a person who decides about it; ``raw`` is the mail itself without our secrets."""

    sender: Sender
    words: Words
    subject: str
    raw: bytes
