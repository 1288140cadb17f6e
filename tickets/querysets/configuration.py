"""Reads of what tickets are set up with."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db.models import Q, QuerySet

from tickets.enums import Category

if TYPE_CHECKING:
    from tickets.models import Operation, TicketStatus, TicketType


class TypeQuerySet(QuerySet["TicketType"]):
    """Ticket types."""

    def offered(self) -> Self:
        """Keep the types that new tickets may have."""
        return self.filter(is_active=True)

    def first_offered(self) -> "TicketType":
        """Return the first type on offer, with its series."""
        return self.offered().select_related("series").order_by("position", "pk")[0]


class StatusQuerySet(QuerySet["TicketStatus"]):
    """Statuses of ticket types."""

    def offered_on(self, day: date) -> Self:
        """Keep those that are not past their end date."""
        return self.filter(Q(valid_until=None) | Q(valid_until__gte=day))

    def of_category(self, category: Category) -> Self:
        """Keep those that mean ``category``."""
        return self.filter(category=category)


class OperationQuerySet(QuerySet["Operation"]):
    """Operations of ticket types."""

    def offered_for(self, type_id: int | None, day: date) -> Self:
        """Keep the operations of one type that are not past their end date (N08)."""
        return self.filter(Q(valid_until=None) | Q(valid_until__gte=day), types=type_id)
