"""What a ticket has here: both estimates, its live offer, what its type says; read in a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from crm.models import Company
from estimates import effort
from estimates.enums import EstimateState, OfferState
from estimates.lifecycle import Facts
from estimates.models import (
    CommercialEstimate,
    CommercialRow,
    Offer,
    OfferTicket,
    Service,
    TechnicalEstimate,
    TechnicalRow,
    TypeSettings,
    UnitOfMeasure,
)
from helpdesk.models import CompanyProfile
from tickets.models import Ticket


@dataclass(frozen=True)
class TicketEstimates:
    """A ticket with its estimates."""

    ticket: Ticket
    technical: TechnicalEstimate | None
    commercial: CommercialEstimate | None
    offer: Offer | None
    settings: TypeSettings | None
    firm: CompanyProfile

    @cached_property
    def technical_rows(self) -> Sequence[TechnicalRow]:
        """Return the rows of the technical estimate."""
        return list(self.technical.rows.all()) if self.technical else []

    @cached_property
    def commercial_rows(self) -> Sequence[CommercialRow]:
        """Return the rows of the commercial estimate."""
        return list(self.commercial.rows.all()) if self.commercial else []

    @property
    def facts(self) -> Facts:
        """Return what the life cycle decides by."""
        return Facts(
            technical=EstimateState(self.technical.state) if self.technical else EstimateState.NOT_STARTED,
            commercial=EstimateState(self.commercial.state) if self.commercial else EstimateState.NOT_STARTED,
            offer=OfferState(self.offer.state) if self.offer else None,
            is_stale=self.commercial is not None and self.commercial.is_stale,
            ticket_is_closed=self.ticket.is_closed,
            has_rows=bool(self.technical_rows),
            has_something_to_sell=any(row.commercial_qty > 0 for row in self.commercial_rows),
            has_party=self.ticket.company is not None or self.ticket.crm_contact is not None,
            has_offer_type=self.settings is not None and self.settings.offer_type is not None,
        )

    @cached_property
    def buyer(self) -> Company | None:
        """Return whose prices and currency hold: the client, or the company of the contact in their place."""
        contact = self.ticket.crm_contact
        return self.ticket.company or (contact.company if contact else None)

    @cached_property
    def currency(self) -> str:
        """Return the currency that an offer of this ticket is in."""
        return self.buyer.currency if self.buyer else self.firm.currency

    @cached_property
    def hours_per_day(self) -> Decimal:
        """Return how long a working day is: the customer's, else ours."""
        return (self.buyer and self.buyer.hours_per_day) or self.firm.hours_per_day

    @property
    def planned(self) -> effort.Effort:
        """Return what the technical rows come to."""
        return effort.total(
            effort.Quantity(row.planned_qty, row.unit.code, row.unit_minutes) for row in self.technical_rows
        )

    @property
    def sold(self) -> effort.Effort:
        """Return what the commercial rows come to: the total commercial quantity."""
        return effort.total(
            effort.Quantity(row.commercial_qty, row.unit.code, row.unit_minutes) for row in self.commercial_rows
        )

    def unit_minutes(self, unit: UnitOfMeasure) -> Decimal:
        """Return how long one ``unit`` takes for this customer."""
        return effort.unit_minutes(unit.kind, unit.minutes, self.hours_per_day)

    def service_of(self, row: CommercialRow) -> Service | None:
        """Return the service of ``row``, else that of the estimate, else that of the ticket type."""
        fallback = self.settings.service if self.settings else None
        return row.service or (self.technical.service if self.technical else None) or fallback


def read(ticket: Ticket) -> TicketEstimates:
    """Return what ``ticket`` has."""
    return read_all([ticket])[0]


def read_all(tickets: Sequence[Ticket]) -> list[TicketEstimates]:
    """Return what each of ``tickets`` has, in as many queries as one ticket takes."""
    technical = {found.ticket_id: found for found in TechnicalEstimate.objects.of_tickets(tickets).for_page()}
    commercial = {found.ticket_id: found for found in CommercialEstimate.objects.of_tickets(tickets).for_page()}
    live = OfferTicket.objects.filter(ticket__in=tickets, released_at=None).select_related("offer")
    offers = {link.ticket_id: link.offer for link in live}
    types = {ticket.type_id for ticket in tickets}
    settings = {found.ticket_type_id: found for found in TypeSettings.objects.of_types(types)}
    firm = CompanyProfile.current()
    return [
        TicketEstimates(
            ticket=ticket,
            technical=technical.get(ticket.pk),
            commercial=commercial.get(ticket.pk),
            offer=offers.get(ticket.pk),
            settings=settings.get(ticket.type_id),
            firm=firm,
        )
        for ticket in tickets
    ]
