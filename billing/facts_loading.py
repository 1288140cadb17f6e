"""Reading tickets into the facts that the pure rules judge, in a fixed number of queries however many they are."""

from collections.abc import Sequence

from django.db.models import Prefetch, prefetch_related_objects

from billing.enums import BillingMode, Problem
from billing.facts import Offer, OfferLineFacts, Payer, TicketFacts, WorkFacts
from billing.models import ProposalTicket, Work
from billing.work_prices import price_of, service_facts
from crm.models import Company
from estimates.enums import BINDING, LineKind
from estimates.models import OfferLine, OfferTicket
from estimates.totals import Vat
from helpdesk.models import CompanyProfile
from tickets.enums import BillingCriteria, BillingStatus, Category
from tickets.models import Ticket

RELATED = (
    "status",
    "company__bill_to__addresses",
    "company__addresses",
    "company__price_lists__entries",
    "crm_contact__company__bill_to__addresses",
    "crm_contact__company__addresses",
    "crm_contact__company__price_lists__entries",
)


def facts_of(tickets: Sequence[Ticket]) -> dict[int, TicketFacts]:
    """Return what billing knows of each of ``tickets``, by primary key."""
    prefetch_related_objects(
        tickets,
        *RELATED,
        Prefetch("works", Work.objects.unbilled().for_facts(), to_attr="open_works"),
        Prefetch("proposal_places", ProposalTicket.objects.live().select_related("proposal"), to_attr="live_places"),
        Prefetch("offer_links", OfferTicket.objects.filter(released_at=None).select_related("offer"), to_attr="bound"),
        Prefetch("bound__offer__lines", OfferLine.objects.select_related("unit")),
    )
    ours = CompanyProfile.current()
    return {ticket.pk: _ticket(ticket, ours) for ticket in tickets}


def currency_of(ticket: Ticket) -> str:
    """Return the currency that the rate of ``ticket`` is in: that of whoever pays, else our own."""
    customer = ticket.customer
    return customer.payer.currency if customer else CompanyProfile.current().currency


def _ticket(ticket: Ticket, ours: CompanyProfile) -> TicketFacts:
    customer = ticket.customer
    places: list[ProposalTicket] = getattr(ticket, "live_places", [])
    works: list[Work] = getattr(ticket, "open_works", [])
    return TicketFacts(
        id=ticket.pk,
        reference=ticket.reference,
        subject=ticket.subject,
        status=ticket.status.name,
        category=Category(ticket.status_category),
        billing_status=BillingStatus(ticket.billing_status),
        criteria=BillingCriteria(ticket.billing_criteria),
        proposal=places[0].proposal.reference if places else "",
        contact=ticket.crm_contact.name if ticket.crm_contact else "",
        payer=_payer(customer.payer, ours) if customer else None,
        offer=_offer(ticket),
        works=tuple(_work(work, ticket, customer, ours) for work in works),
    )


def _payer(company: Company, ours: CompanyProfile) -> Payer:
    return Payer(company.pk, company.name, company.currency, company.language or ours.language, _problem(company))


def _problem(company: Company) -> Problem | None:
    """Say what keeps a company from being billed."""
    if not (company.is_billable and company.is_active):
        return Problem.BLOCKED
    if not (company.vat_id or company.tax_code):
        return Problem.NO_TAX_ID
    return None if company.billing_address else Problem.NO_ADDRESS


def _work(work: Work, ticket: Ticket, customer: Company | None, ours: CompanyProfile) -> WorkFacts:
    service = work.service
    rate = service.vat_rate if service and service.vat_rate.is_valid_on(work.work_date) else None
    return WorkFacts(
        id=work.pk,
        day=work.work_date,
        starts=work.starts,
        ends=work.ends,
        technician=str(work.technician),
        description=work.description,
        billable_minutes=work.billable_minutes,
        mode=BillingMode(work.billing_mode),
        service=service_facts(service, customer, ours) if service else None,
        price=price_of(work, ticket, customer, ours),
        vat=Vat(rate.percent, rate.category, rate.natura, rate.exemption_reason) if rate else None,
    )


def _offer(ticket: Ticket) -> Offer | None:
    """Return the offer that binds the customer, with the lines that are for this ticket; none to another binds them."""
    links: list[OfferTicket] = getattr(ticket, "bound", [])
    offer = next((link.offer for link in links if link.offer.state in BINDING), None)
    if offer is None or not offer.is_to_client_of(ticket):
        return None
    lines = tuple(
        _offer_line(line) for line in offer.lines.all() if line.ticket_id == ticket.pk and line.kind == LineKind.ITEM
    )
    return Offer(offer.label, offer.currency, lines)


def _offer_line(line: OfferLine) -> OfferLineFacts:
    return OfferLineFacts(
        description=line.description,
        service_id=line.service_id,
        quantity=line.quantity,
        unit=line.unit.code if line.unit else "",
        unit_price=line.unit_price,
        discount=line.discount_percent,
        net=line.net,
        vat=Vat(line.vat_percent, line.vat_category, line.vat_natura, line.vat_reason),
    )
