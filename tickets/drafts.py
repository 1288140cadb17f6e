"""What a form, a mail or another app hands over to be written down."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from crm.models import Company, Contact, Project
from helpdesk.models import StoredFile, User
from mail.models import InboundMail, Thread
from sla.models import Priority
from tickets.enums import BillingCriteria, BillingPeriod, Level, Move, Source
from tickets.models import Operation, Severity, TicketCategory, TicketType


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file under the name it came with; ``public_id`` where the words show it under an address already."""

    file: StoredFile
    name: str
    content_id: str = ""
    is_inline: bool = False
    public_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class NewTicket:
    """A ticket to be opened. ``html`` is not trusted; who asks may be a contact or just an address.

    ``files`` are those that an agent was given with the request; a mail's files hang on its message.
    ``client_is_meant`` says that a client may pay for whom they usually do not, ``follows`` which ticket's words came
    too late for it.
    """

    type: TicketType
    html: str
    subject: str = ""
    source: str = Source.OTHER
    language: str = ""
    company: Company | None = None
    client_is_meant: bool = False
    crm_contact: Contact | None = None
    requester: Contact | None = None
    requester_name: str = ""
    requester_email: str = ""
    referent: Contact | None = None
    referent_email: str = ""
    project: Project | None = None
    category: TicketCategory | None = None
    operation: Operation | None = None
    severity: Severity | None = None
    urgency: str = Level.MEDIUM
    impact: str = Level.MEDIUM
    priority: Priority | None = None
    assignee: User | None = None
    due_on: date | None = None
    billing_criteria: str = BillingCriteria.ACTUAL
    billing_period: str = BillingPeriod.ON_DELIVERY
    thread: Thread | None = None
    files: tuple[NewFile, ...] = ()
    at: datetime | None = None
    may_reopen: bool = True
    follows: int | None = None
    key: str = ""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MessageBody:
    """Something said: new words, the quoted rest, and files. Neither HTML is trusted, unless it is ``SafeHtml``.

    ``left_out`` are files that stayed in the raw mail: name, size, and the parser's code for why.
    By ``attached_text``, the words of mails attached, the ticket is found. ``remote_images`` are the addresses of those
    that are blocked in what is safe already.
    """

    html: str
    quoted_html: str = ""
    files: tuple[NewFile, ...] = ()
    source: str = Source.MAIL
    left_out: tuple[tuple[str, int, str], ...] = ()
    attached_text: str = ""
    remote_images: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MailOrigin:
    """How a note came by mail: in which one, what is odd about it, and whether it is proven to be from its author."""

    inbound: InboundMail
    warnings: tuple[str, ...] = ()
    is_proven: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """An agent's answer to the customer, and what becomes of the ticket with it.

    ``seen_event`` is the last public event the writer had on screen; None skips the check.
    """

    body: MessageBody
    cc: tuple[str, ...] = ()
    move: Move | None = Move.REPLY
    seen_event: int | None = None
    key: str = ""
    inbound: InboundMail | None = None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IncomingMessage:
    """What a customer said by mail or in the portal; ``key`` counts within its ``origin``."""

    body: MessageBody
    sender_name: str = ""
    sender_email: str = ""
    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    is_automatic: bool = False
    is_unconfirmed: bool = False
    inbound: InboundMail | None = None
    at: datetime | None = None
    may_reopen: bool = True
    origin: str = "portal"
    key: str = ""
    warnings: tuple[str, ...] = ()
