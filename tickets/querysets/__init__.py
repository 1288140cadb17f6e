"""Every read of tickets, with a name."""

from tickets.querysets.tickets import OperationQuerySet, StatusQuerySet, TicketQuerySet, TypeQuerySet
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
    "OperationQuerySet",
    "StatusQuerySet",
    "TicketQuerySet",
    "TypeQuerySet",
]
