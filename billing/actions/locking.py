"""Taking rows for oneself before deciding anything; always tickets by their number, proposals before their tickets."""

from collections.abc import Iterable

from billing.models import InvoiceProposal
from helpdesk.querysets import still_there
from tickets.models import Ticket


def locked_ticket(ticket: Ticket) -> Ticket:
    """Return ``ticket`` as it is now, locked until the transaction ends."""
    return still_there(Ticket.objects.all().locked([ticket.pk]).select_related("status"), ticket)


def locked_tickets(ids: Iterable[int]) -> list[Ticket]:
    """Return the tickets as they are now, locked one after the other by primary key, so that nobody waits in a ring."""
    return list(Ticket.objects.all().locked(ids).select_related("status", "company", "crm_contact__company"))


def locked_proposal(proposal: InvoiceProposal) -> InvoiceProposal:
    """Return ``proposal`` as it is now, locked until the transaction ends."""
    return still_there(InvoiceProposal.objects.select_for_update(of=("self",)), proposal)
