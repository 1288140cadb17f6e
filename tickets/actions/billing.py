"""The one door to the columns that the app billing owns on a ticket's row."""

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
