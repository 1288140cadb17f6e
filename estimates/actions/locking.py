"""Taking tickets and offers for oneself before deciding anything about them."""

from collections.abc import Sequence

from estimates import ticket_estimates
from estimates.models import Offer
from estimates.ticket_estimates import TicketEstimates
from helpdesk.errors import Gone
from helpdesk.querysets import still_there
from tickets.models import Ticket

PARTY = ("type", "status", "company", "crm_contact__company", "requester", "project", "assignee")


def locked(ticket: Ticket) -> TicketEstimates:
    """Return ``ticket`` with its estimates as they are now; other writers wait until the transaction ends."""
    return locked_all([ticket])[0]


def locked_all(tickets: Sequence[Ticket]) -> list[TicketEstimates]:
    """Return ``tickets`` with their estimates, locked in the order of their ids so that nobody waits in a circle."""
    rows = list(Ticket.objects.all().locked(ticket.pk for ticket in tickets).select_related(*PARTY))
    if len(rows) < len(set(tickets)):
        raise Gone
    return ticket_estimates.read_all(rows)


def locked_offer(offer: Offer) -> Offer:
    """Return ``offer`` as it is now, locked after its tickets, the order that every writer keeps."""
    Ticket.objects.all().locked(Ticket.objects.filter(offer_links__offer=offer).values_list("pk", flat=True))
    return still_there(Offer.objects.select_for_update(of=("self",)).select_related("type__series"), offer)
