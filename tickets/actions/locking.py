"""Taking a ticket for oneself before deciding anything about it."""

from tickets.models import Ticket


def locked(ticket: Ticket) -> Ticket:
    """Return ``ticket`` as it is now, locked until the transaction ends; other writers wait.

    Locked first and joined after: a row that changed its status while we waited no longer matches the join that the
    waiting query had made, and PostgreSQL would say that there is no such ticket.
    """
    Ticket.objects.select_for_update(no_key=True).only("pk").get(pk=ticket.pk)
    return Ticket.objects.for_page().get(pk=ticket.pk)
