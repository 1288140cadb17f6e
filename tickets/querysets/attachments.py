"""Files at messages and notes."""

from typing import TYPE_CHECKING, Self

from django.db.models import Exists, OuterRef, Q, QuerySet

from helpdesk.models import User

if TYPE_CHECKING:
    from tickets.models import (
        Attachment,
    )


class AttachmentQuerySet(QuerySet["Attachment"]):
    """Files at messages and notes."""

    def visible_to(self, user: User) -> Self:
        """Keep the files of messages and notes that ``user`` may read."""
        from tickets.models import Note, Ticket  # noqa: PLC0415 -- the models of this app import this module

        tickets = Ticket.objects.visible_to(user).filter(pk=OuterRef("message__ticket"))
        at_messages = Q(Exists(tickets))
        if not user.is_agent:
            at_messages &= Q(message__is_unconfirmed=False, message__undone_at=None)
        return self.filter(at_messages | Q(note__in=Note.objects.visible_to(user)))
