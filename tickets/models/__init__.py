"""What a ticket is made of, one file per noun."""

from tickets.models.configuration import (
    MailboxRoute,
    Operation,
    PriorityCell,
    Severity,
    TicketCategory,
    TicketStatus,
    TicketType,
)
from tickets.models.images import ImageTrust
from tickets.models.mail_settings import MailPreference, MailTemplate
from tickets.models.notifications import Notification, NotificationSetting
from tickets.models.people import Participant, Watcher
from tickets.models.search import SearchDocument
from tickets.models.series import NumberingCounter, NumberingSeries
from tickets.models.ticket import Ticket, TicketAlias
from tickets.models.timeline import Attachment, Event, Message, Note

__all__ = [
    "Attachment",
    "Event",
    "ImageTrust",
    "MailPreference",
    "MailTemplate",
    "MailboxRoute",
    "Message",
    "Note",
    "Notification",
    "NotificationSetting",
    "NumberingCounter",
    "NumberingSeries",
    "Operation",
    "Participant",
    "PriorityCell",
    "SearchDocument",
    "Severity",
    "Ticket",
    "TicketAlias",
    "TicketCategory",
    "TicketStatus",
    "TicketType",
    "Watcher",
]
