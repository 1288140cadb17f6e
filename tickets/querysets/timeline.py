"""Reads of what was said and done: events, notes, files."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Self

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from helpdesk.models import User
from tickets.enums import Visibility
from tickets.querysets.tickets import TicketQuerySet

if TYPE_CHECKING:
    from tickets.models import Attachment, Event, Note, Ticket


class EventQuerySet(QuerySet["Event"]):
    """Lines of the timeline."""

    def visible_to(self, user: User) -> Self:
        """Keep what ``user`` may read: public for customers, confidential for its author alone (E15)."""
        from_customers_hidden = Q(visibility=Visibility.PUBLIC) & ~Q(message__is_unconfirmed=True)
        if not user.is_agent:
            return self.filter(from_customers_hidden)
        own = Q(visibility=Visibility.CONFIDENTIAL, actor=user)
        return self.filter(Q(visibility__in=[Visibility.PUBLIC, Visibility.INTERNAL]) | own).exclude(
            note__deleted_at__isnull=False
        )

    def for_timeline(self) -> Self:
        """Fetch with each event what its line shows."""
        return self.select_related("actor", "message__author", "message__outbound", "note__author").prefetch_related(
            "message__attachments__file", "note__attachments__file", "message__outbound__deliveries"
        )

    def of(self, ticket: "Ticket") -> Self:
        """Keep the lines of one ticket."""
        return self.filter(ticket=ticket)

    def since(self, pk: int) -> Self:
        """Keep what was told after the line ``pk``."""
        return self.filter(pk__gt=pk)

    def among(self, pks: Iterable[int]) -> Self:
        """Keep the lines with these keys."""
        return self.filter(pk__in=pks)

    def pks(self) -> "QuerySet[Event, int]":
        """Return the keys alone, in order."""
        return self.values_list("pk", flat=True)

    def newest_pk(self) -> int:
        """Return the key of what was told last; 0 when nothing was."""
        return self.aggregate(newest=Max("pk"))["newest"] or 0

    def in_tickets(self, tickets: TicketQuerySet) -> Self:
        """Keep the lines of these tickets."""
        return self.filter(ticket__in=tickets)

    def public_messages(self) -> Self:
        """Keep what was said in public."""
        return self.filter(message__isnull=False)


class NoteQuerySet(QuerySet["Note"]):
    """Notes; the only door to them."""

    def visible_to(self, user: User) -> Self:
        """Keep internal notes for agents, and confidential ones for whoever wrote them, nobody else (E15)."""
        if not user.is_agent:
            return self.none()
        readable = Q(visibility=Visibility.INTERNAL) | Q(visibility=Visibility.CONFIDENTIAL, author=user)
        return self.filter(readable, deleted_at=None)

    def of(self, ticket: "Ticket") -> Self:
        """Keep the notes of one ticket."""
        return self.filter(ticket=ticket)


class AttachmentQuerySet(QuerySet["Attachment"]):
    """Files at messages and notes."""

    def visible_to(self, user: User) -> Self:
        """Keep the files of messages and notes that ``user`` may read."""
        from tickets.models import Note, Ticket  # noqa: PLC0415 -- the models of this app import this module

        tickets = Ticket.objects.visible_to(user).filter(pk=OuterRef("message__ticket"))
        at_messages = Q(Exists(tickets))
        if not user.is_agent:
            at_messages &= Q(message__is_unconfirmed=False)
        return self.filter(at_messages | Q(note__in=Note.objects.visible_to(user)))
