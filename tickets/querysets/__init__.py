"""Every read of tickets, with a name."""

from tickets.querysets.attachments import AttachmentQuerySet
from tickets.querysets.configuration import OperationQuerySet, StatusQuerySet, TypeQuerySet
from tickets.querysets.events import EventQuerySet
from tickets.querysets.mail_settings import MailPreferenceQuerySet, MailTemplateQuerySet
from tickets.querysets.messages import ImageTrustQuerySet, MessageQuerySet
from tickets.querysets.notes import NoteQuerySet
from tickets.querysets.notifications import NotificationQuerySet, NotificationSettingQuerySet
from tickets.querysets.scopes import Scope, scope_of, seeing_tickets, sees_all
from tickets.querysets.searching import SearchDocumentQuerySet
from tickets.querysets.tickets import TicketQuerySet

__all__ = [
    "AttachmentQuerySet",
    "EventQuerySet",
    "ImageTrustQuerySet",
    "MailPreferenceQuerySet",
    "MailTemplateQuerySet",
    "MessageQuerySet",
    "NoteQuerySet",
    "NotificationQuerySet",
    "NotificationSettingQuerySet",
    "OperationQuerySet",
    "Scope",
    "SearchDocumentQuerySet",
    "StatusQuerySet",
    "TicketQuerySet",
    "TypeQuerySet",
    "scope_of",
    "seeing_tickets",
    "sees_all",
]
