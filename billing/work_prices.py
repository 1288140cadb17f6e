"""What a work costs: by the ticket's rate, its own, a price list, or its service."""

from decimal import Decimal

from billing.enums import RateSource
from billing.facts import PriceFacts, ServiceFacts
from billing.models import Work
from crm.models import Company
from estimates import effort, pricing
from estimates.models import Service
from estimates.price_loading import list_price
from helpdesk.models import CompanyProfile
from tickets.models import Ticket


def service_facts(service: Service, customer: Company | None, ours: CompanyProfile) -> ServiceFacts:
    """Return what billing knows of a service: its unit, in minutes, by the length of the customer's day, else ours."""
    day = (customer.hours_per_day if customer else None) or ours.hours_per_day
    minutes = effort.unit_minutes(service.unit.kind, service.unit.minutes, day)
    return ServiceFacts(service.pk, service.code, service.name, service.unit.code, minutes)


def price_of(work: Work, ticket: Ticket, customer: Company | None, ours: CompanyProfile) -> PriceFacts | None:
    """Return what the work costs: by the ticket's rate, its own, a price list valid on its day, the service (B.2)."""
    currency = customer.payer.currency if customer else ours.currency
    if ticket.rate > 0:
        return PriceFacts(ticket.rate, currency, RateSource.TICKET)
    if work.rate_override is not None:
        return PriceFacts(work.rate_override, currency, RateSource.WORK)
    if work.service is None:
        return None
    listed = _list_price(work, work.service, customer, ours)
    if listed:
        return PriceFacts(listed.price, currency, RateSource.PRICE_LIST)
    own = work.service.unit_price
    return None if own is None else PriceFacts(own, work.service.currency, RateSource.SERVICE)


def _list_price(work: Work, service: Service, customer: Company | None, ours: CompanyProfile) -> pricing.Price | None:
    if customer is None:
        return None
    per_unit = service_facts(service, customer, ours).unit_minutes
    quantity = effort.in_unit(work.billable_minutes, per_unit) if per_unit else Decimal(1)
    amounts = [pricing.QuantityInUnit(service.unit_id, quantity)]
    wish = pricing.PriceRequest(service.pk, amounts, work.work_date, customer.payer.currency)
    return pricing.resolve(wish, _lists(customer), None)


def _lists(company: Company) -> list[pricing.ListPrice]:
    return [list_price(entry) for price_list in company.price_lists.all() for entry in price_list.entries.all()]
