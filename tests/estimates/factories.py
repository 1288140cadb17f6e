"""Services, prices and estimates, as tests want them; estimates are made by the real actions."""

from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from estimates import actions
from estimates.drafts import CommercialDraft, CommercialLine, TechnicalDraft, TechnicalHeader, TechnicalStep
from estimates.models import (
    CommercialRow,
    EstimateTemplate,
    OfferType,
    PriceList,
    PriceListEntry,
    Service,
    TechnicalEstimate,
    TypeSettings,
    UnitOfMeasure,
    VatRate,
)
from tests.crm.factories import CompanyFactory
from tests.helpdesk.factories import UserFactory
from tests.tickets.factories import SeriesFactory, TicketFactory, TypeFactory
from tickets.models import Ticket


def unit(code: str) -> UnitOfMeasure:
    """Return one of the shipped units: h, min, d, pc."""
    return UnitOfMeasure.objects.get(code=code)


class ServiceFactory(DjangoModelFactory):
    """Remote assistance for 60.00 € an hour and 22 % VAT."""

    class Meta:
        model = Service

    code = factory.Sequence("REM{}".format)
    name = "Remote assistance"
    unit = factory.LazyFunction(lambda: unit("h"))
    unit_price = Decimal(60)
    vat_rate = factory.LazyFunction(lambda: VatRate.objects.get(code="22"))


class PriceListFactory(DjangoModelFactory):
    """A list of a company, without a term."""

    class Meta:
        model = PriceList

    code = factory.Sequence("LIST {}".format)
    name = factory.SelfAttribute("code")
    company = factory.SubFactory(CompanyFactory)
    is_default = True


class EntryFactory(DjangoModelFactory):
    """A price of 55.00 an hour."""

    class Meta:
        model = PriceListEntry

    price_list = factory.SubFactory(PriceListFactory)
    service = factory.SubFactory(ServiceFactory)
    unit = factory.LazyFunction(lambda: unit("h"))
    price = Decimal(55)


class OfferTypeFactory(DjangoModelFactory):
    """Offers with numbers like OFF/2026/00001."""

    class Meta:
        model = OfferType

    code = factory.Sequence("OFF{}".format)
    name = "Offer"
    series = factory.SubFactory(SeriesFactory)


class TemplateFactory(DjangoModelFactory):
    """A template whose item is remote assistance."""

    class Meta:
        model = EstimateTemplate

    code = factory.Sequence("template-{}".format)
    description = "Change request"
    offer_description = "Change request"
    header_description = "We thank you for your request."
    footer_description = "Prices without VAT."
    service = factory.SubFactory(ServiceFactory)


class TypeSettingsFactory(DjangoModelFactory):
    """What a ticket type needs to come to an offer."""

    class Meta:
        model = TypeSettings

    ticket_type = factory.SubFactory(TypeFactory)
    template = factory.SubFactory(TemplateFactory)
    offer_type = factory.SubFactory(OfferTypeFactory)


def quotable_ticket(**kwargs) -> Ticket:
    """Return a ticket of a company whose type has everything for an offer."""
    settings = kwargs.pop("settings", None) or TypeSettingsFactory()
    kwargs.setdefault("company", CompanyFactory())
    return TicketFactory(type=settings.ticket_type, **kwargs)


def step(quantity: object, code: str = "h", **kwargs) -> TechnicalStep:
    """Return a row of so many units."""
    kwargs.setdefault("description", f"{quantity} {code}")
    return TechnicalStep(planned_qty=Decimal(str(quantity)), unit=unit(code), **kwargs)


def technical_draft(estimate: TechnicalEstimate, *steps: TechnicalStep, **header) -> TechnicalDraft:
    """Return ``estimate`` with its header (but for what is given) and these rows."""
    kept = {name: getattr(estimate, name) for name in TechnicalHeader.__slots__}
    return TechnicalDraft(TechnicalHeader(**{**kept, **header}), steps, estimate.version)


def started(ticket: Ticket, *steps: TechnicalStep, by=None, **header) -> TechnicalEstimate:
    """Start the technical estimate of ``ticket`` with rows; E01's unless others are given."""
    by = by or UserFactory(sales=True)
    steps = steps or (step(2, "d"), step(90, "min"), step(3, "h"))
    estimate = actions.start_technical(ticket, by=by)
    return actions.change_technical(ticket, technical_draft(estimate, *steps, **header), by=by)


def technically_ended(ticket: Ticket, *steps: TechnicalStep, by=None, **header) -> TechnicalEstimate:
    """End the technical estimate of ``ticket``."""
    by = by or UserFactory(sales=True)
    started(ticket, *steps, by=by, **header)
    return actions.end_technical(ticket, by=by)


def line(row: CommercialRow, quantity: object = None, **kwargs) -> CommercialLine:
    """Return ``row`` as it is, but for what is given."""
    values = {"service": row.service, "unit_price": row.unit_price, "discount_percent": row.discount_percent}
    quantity = row.commercial_qty if quantity is None else Decimal(str(quantity))
    return CommercialLine(commercial_qty=quantity, row_id=row.pk, **{**values, **kwargs})


def commercially_started(ticket: Ticket, *steps: TechnicalStep, by=None, **header):
    """Start the commercial estimate of ``ticket``."""
    by = by or UserFactory(sales=True)
    technically_ended(ticket, *steps, by=by, **header)
    return actions.start_commercial(ticket, by=by)


def commercially_ended(ticket: Ticket, *steps: TechnicalStep, by=None, **header):
    """End both estimates of ``ticket``; sales change nothing."""
    by = by or UserFactory(sales=True)
    estimate = commercially_started(ticket, *steps, by=by, **header)
    lines = tuple(line(row) for row in estimate.rows.all())
    return actions.end_commercial(ticket, by=by, draft=CommercialDraft(lines, estimate.version))
