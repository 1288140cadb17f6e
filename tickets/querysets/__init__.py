"""Every read of tickets, with a name."""

from tickets.querysets.configuration import OperationQuerySet, StatusQuerySet, TypeQuerySet
from tickets.querysets.notifications import NotificationQuerySet, NotificationSettingQuerySet
from tickets.querysets.scopes import Scope, scope_of, seeing_tickets, sees_all
from tickets.querysets.searching import SearchDocumentQuerySet
from tickets.querysets.tickets import TicketQuerySet
from tickets.querysets.timeline import (
    AttachmentQuerySet,
    EventQuerySet,
    ImageTrustQuerySet,
    MailPreferenceQuerySet,
    MailTemplateQuerySet,
    MessageQuerySet,
    NoteQuerySet,
)

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
