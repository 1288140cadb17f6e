"""The doors to what the apps above own on a ticket's row."""

from collections.abc import Collection
from decimal import Decimal

from django.db import transaction

from tickets.models import Ticket


@transaction.atomic
def write_billing(
    ticket: Ticket, *, status: str, is_manual: bool = False, reason: str = "", rate: Decimal | None = None
) -> Ticket:
    """Write where ``ticket`` stands in billing. For the app billing alone, which locks, decides and keeps the history."""
    ticket.billing_status = status
    ticket.billing_is_manual = is_manual
    ticket.cancellation_reason = reason
    if rate is not None:
        ticket.rate = rate
    ticket.version += 1
    ticket.save(update_fields=["billing_status", "billing_is_manual", "cancellation_reason", "rate", "version"])
    return ticket


@transaction.atomic
def bind_client(tickets: Collection[Ticket], *, offer: str) -> None:
    """Hold the client of ``tickets``, to whom ``offer`` was made; an empty one lets go. For the app estimates alone."""
    found = Ticket.objects.all().locked(ticket.pk for ticket in tickets)
    found.order_by().update(bound_by=offer)
