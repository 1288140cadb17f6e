"""What happened in tickets."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db.models import F, Max, Q, QuerySet

from helpdesk.models import User
from tickets.enums import Move, TicketEvent, Visibility
from tickets.lifecycle import BY_CUSTOMERS
from tickets.querysets.tickets import TicketQuerySet

if TYPE_CHECKING:
    from tickets.models import (
        Event,
        Ticket,
    )


class EventQuerySet(QuerySet["Event"]):
    """Lines of the timeline."""

    def visible_to(self, user: User) -> Self:
        """Keep what ``user`` may read: public for customers, confidential for its author alone (E15)."""
        hidden = Q(message__is_unconfirmed=True) | Q(message__undone_at__isnull=False)
        from_customers_hidden = Q(visibility=Visibility.PUBLIC) & ~hidden
        if not user.is_agent:
            return self.filter(from_customers_hidden)
        readable = Q(note=None) | Q(note__visibility=Visibility.INTERNAL) | Q(note__author=user)
        return self.filter(readable).exclude(note__deleted_at__isnull=False)

    def for_timeline(self) -> Self:
        """Fetch with each event what its line shows."""
        found = self.select_related("actor", "message__author", "message__outbound", "note__author")
        found = found.annotate(raw_deleted_at=F("message__inbound__raw_deleted_at"))
        return found.defer("message__attached_text").prefetch_related(
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

    def answer_to_solution(self, solved_at: datetime) -> str:
        """Return the move that answered the solution of that moment; nothing where the ticket went on without one."""
        moves = self.filter(kind=TicketEvent.MOVED, at__gte=solved_at).exclude(data__move=Move.RESOLVE)
        move = moves.order_by("pk").values_list("data__move", flat=True).first()
        return move if move in BY_CUSTOMERS else ""

    def reopened_by_mail(self, since: datetime) -> Self:
        """Keep the moves by which the desk itself went on with a ticket since a moment, for its customer spoke."""
        moves = [Move.RESUME, Move.REOPEN]
        return self.filter(kind=TicketEvent.MOVED, actor=None, at__gte=since, data__move__in=moves)

    def removals(self, addresses: Iterable[str]) -> Self:
        """Keep the moments at which somebody decided to tell one of ``addresses`` no longer, the newest first."""
        return self.filter(kind=TicketEvent.UNWATCHED, data__who__in=list(addresses)).order_by("-at")

    def public_messages(self) -> Self:
        """Keep what was said in public."""
        return self.filter(message__isnull=False)

    def with_images_of(self, address: str) -> Self:
        """Keep the messages from ``address`` that name images on other servers."""
        found = self.filter(message__sender_email__iexact=address).exclude(message__remote_images=[])
        return found.select_related("message")
