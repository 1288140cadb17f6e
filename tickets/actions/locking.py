"""Taking a ticket for oneself before deciding anything about it."""

from tickets.models import Ticket


def locked(ticket: Ticket) -> Ticket:
    """Return ``ticket`` as it is now, locked until the transaction ends; other writers wait."""
    return Ticket.objects.all().locked([ticket.pk]).for_action().get()
