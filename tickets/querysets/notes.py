"""Notes, and who may read them."""

from typing import TYPE_CHECKING, Self

from django.db.models import Q, QuerySet

from helpdesk.models import User
from tickets.enums import Visibility
from tickets.querysets.scopes import sees_all

if TYPE_CHECKING:
    from tickets.models import (
        Note,
        Ticket,
    )


class NoteQuerySet(QuerySet["Note"]):
    """Notes; the only door to them."""

    def visible_to(self, user: User) -> Self:
        """Keep internal notes for agents who see the ticket, confidential ones for whoever wrote them alone (E15)."""
        from tickets.models import Ticket  # noqa: PLC0415 -- the models of this app import this module

        if not user.is_agent:
            return self.none()
        readable = Q(visibility=Visibility.INTERNAL) | Q(visibility=Visibility.CONFIDENTIAL, author=user)
        found = self.filter(readable, deleted_at=None)
        return found if sees_all(user) else found.filter(ticket__in=Ticket.objects.visible_to(user))

    def of(self, ticket: "Ticket") -> Self:
        """Keep the notes of one ticket."""
        return self.filter(ticket=ticket)
