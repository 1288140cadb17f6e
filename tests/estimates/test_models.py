from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from estimates import actions
from estimates.enums import EstimateState, OfferState, UnitKind, VatCategory
from estimates.models import (
    CommercialEstimate,
    CommercialRow,
    Offer,
    OfferLine,
    OfferTicket,
    PriceListEntry,
    Service,
    TechnicalEstimate,
    TechnicalRow,
    UnitOfMeasure,
    VatRate,
)
from tests.estimates.factories import (
    EntryFactory,
    PriceListFactory,
    ServiceFactory,
    commercially_ended,
    quotable_ticket,
)
from tests.helpdesk.factories import UserFactory

pytestmark = pytest.mark.django_db


def refused(constraint):
    return pytest.raises(IntegrityError, match=constraint)


@pytest.fixture
def offer():
    ticket = quotable_ticket()
    commercially_ended(ticket)
    [report] = actions.create_offers([ticket], by=UserFactory(sales=True), day=date(2026, 3, 2))
    return report.offer


@pytest.mark.parametrize(
    ("model", "values", "constraint"),
    [
        (UnitOfMeasure, {"kind": UnitKind.TIME, "minutes": 0}, "unit_minutes_iff_time"),
        (UnitOfMeasure, {"kind": UnitKind.DAY, "minutes": 480}, "unit_minutes_iff_time"),
        (VatRate, {"category": VatCategory.STANDARD, "percent": 0}, "vat_percent_iff_standard"),
        (VatRate, {"category": VatCategory.ZERO, "percent": 4}, "vat_percent_iff_standard"),
        (VatRate, {"category": VatCategory.EXEMPT, "percent": 0, "exemption_reason": ""}, "vat_exemption_has_reason"),
        (VatRate, {"valid_from": date(2026, 2, 1), "valid_to": date(2026, 1, 1)}, "vat_term_in_order"),
        (Service, {"unit_price": -1}, "service_price_not_negative"),
        (Service, {"name": ""}, "service_named"),
        (Service, {"currency": "eur"}, "service_currency_iso"),
        (PriceListEntry, {"price": -1}, "price_not_negative"),
        (TechnicalEstimate, {"state": EstimateState.IN_PROGRESS}, "technical_ended_iff_dated"),
        (TechnicalEstimate, {"state": "lost", "ended_at": None}, "technical_state_known"),
        (TechnicalRow, {"planned_qty": 0}, "technical_row_quantity_positive"),
        (TechnicalRow, {"description": ""}, "technical_row_described"),
        (TechnicalRow, {"unit_minutes": 0}, "technical_row_minutes_only_of_time"),
        (
            TechnicalRow,
            {"starts_on": date(2026, 2, 1), "ends_on": date(2026, 1, 1)},
            "technical_row_ends_after_start",
        ),
        (CommercialEstimate, {"is_stale": True}, "commercial_ended_is_not_stale"),
        (CommercialEstimate, {"ended_at": None}, "commercial_ended_iff_dated"),
        (CommercialRow, {"commercial_qty": -1}, "commercial_row_quantity_not_negative"),
        (CommercialRow, {"discount_percent": 101}, "commercial_row_discount_in_range"),
        (CommercialRow, {"unit_price": -1}, "commercial_row_price_not_negative"),
        (CommercialRow, {"planned_qty": None}, "commercial_row_copies_its_origin"),
        (Offer, {"company": None}, "offer_has_party"),
        (Offer, {"state": OfferState.SENT}, "offer_draft_iff_not_frozen"),
        (Offer, {"sent_at": timezone.now()}, "offer_(draft_iff_not_frozen|sent_iff_document)"),
        (Offer, {"confirmed_on": date(2026, 3, 3)}, "offer_confirmed_iff_dated"),
        (Offer, {"state": OfferState.CANCELLED}, "offer_ended_iff_dated"),
        (Offer, {"valid_until": date(2026, 3, 1)}, "offer_term_in_order"),
        (Offer, {"gross": 1}, "offer_adds_up"),
    ],
)
def test_the_database_refuses_what_cannot_be(offer, model, values, constraint):
    EntryFactory()

    with refused(constraint):
        model.objects.filter(pk=model.objects.order_by("pk").first().pk).update(**values)


def test_an_item_without_its_service_is_refused(offer):
    with refused("offer_line_item_is_priced"):
        OfferLine.objects.filter(kind="item").update(service=None)


def test_a_text_with_an_amount_is_refused(offer):
    with refused("offer_line_item_is_priced"):
        OfferLine.objects.filter(kind="text").update(net=1)


def test_a_ticket_has_at_most_one_live_offer(offer):
    other = Offer.objects.get(pk=offer.pk)
    other.pk, other.number, other.reference, other.slug = None, 99, "OTHER", "other"
    other.save()

    with refused("offer_ticket_at_most_one_live"):
        OfferTicket.objects.create(offer=other, ticket=offer.tickets.get())


def test_a_number_is_given_once_for_each_version(offer):
    offer.pk, offer.slug, offer.reference = None, "other", "OTHER"

    with refused("offer_number_once_per_series_and_period"):
        offer.save()


def test_two_default_lists_of_a_company_never_hold_on_one_day():
    first = PriceListFactory(valid_from=date(2026, 1, 1), valid_to=date(2026, 6, 30))

    with refused("price_list_one_default_at_a_time"), transaction.atomic():
        PriceListFactory(company=first.company, valid_from=date(2026, 6, 30))
    PriceListFactory(company=first.company, valid_from=date(2026, 7, 1))
    PriceListFactory(company=first.company, is_default=False)
    PriceListFactory(company=first.company, currency="GBP")


def test_only_a_customers_list_can_be_a_default():
    with refused("price_list_default_has_company"):
        PriceListFactory(company=None, is_default=True)


def test_a_price_stands_once_in_a_list_for_a_quantity():
    entry = EntryFactory()

    with refused("price_once_per_list_and_quantity"):
        EntryFactory(price_list=entry.price_list, service=entry.service)


def test_units_and_vat_rates_are_there_from_the_start():
    assert set(UnitOfMeasure.objects.values_list("code", "minutes")) == {("min", 1), ("h", 60), ("d", 0), ("pc", 0)}
    assert {"22", "10", "4", "exempt"} <= set(VatRate.objects.values_list("code", flat=True))
    assert VatRate.objects.get(code="exempt").natura == "N4"


def test_a_vat_rate_is_valid_within_its_term():
    rate = VatRate(valid_from=date(2026, 1, 1), valid_to=date(2026, 1, 31))

    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 1, 31), date(2026, 2, 1)]
    assert [rate.is_valid_on(day) for day in days] == [False, True, True, False]


def test_a_service_is_offered_while_active_and_within_its_term():
    offered = ServiceFactory(valid_from=date(2026, 1, 1), valid_to=date(2026, 1, 1))
    ServiceFactory(is_active=False)
    ServiceFactory(valid_from=date(2026, 1, 2))
    ServiceFactory(valid_to=date(2025, 12, 31))

    assert list(Service.objects.offered_on(date(2026, 1, 1))) == [offered]
