"""The acceptance scenarios of estimates and offers, with their numbers."""

from datetime import date
from decimal import Decimal

import pytest

from estimates import actions, effort, ticket_estimates
from estimates.drafts import CommercialDraft
from estimates.enums import EstimateState, LineKind, OfferState, PriceSource
from estimates.errors import NotPossibleNow
from helpdesk.models import CompanyProfile
from tests.crm.factories import CompanyFactory, ProjectFactory
from tests.estimates.factories import (
    EntryFactory,
    PriceListFactory,
    TypeSettingsFactory,
    commercially_ended,
    commercially_started,
    line,
    quotable_ticket,
    started,
    step,
    technical_draft,
    technically_ended,
)
from tests.helpdesk.factories import UserFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)


def offer_of(ticket, day=DAY):
    [report] = actions.create_offers([ticket], by=UserFactory(sales=True), day=day)
    return report.offer


def items(offer):
    return [
        (entry.quantity, entry.unit.code, entry.unit_price, entry.net)
        for entry in offer.lines.all()
        if entry.kind == LineKind.ITEM
    ]


def test_e01_minutes_and_hours_follow_from_the_planned_quantities():
    ticket = quotable_ticket()

    estimate = started(ticket, step(2, "d"), step(90, "min"), step(3, "h"))

    minutes = [row.minutes for row in estimate.rows.all()]
    assert (minutes, [effort.hours(spent) for spent in minutes]) == ([960, 90, 180], [16, Decimal("1.5"), 3])
    assert ticket_estimates.read(ticket).planned.hours == Decimal("20.5")


def test_e02_eight_hours_are_a_seventh_more_than_a_day_of_seven():
    assert effort.in_days(8 * 60, Decimal(7)) == Decimal("1.14")
    assert effort.in_days(7 * 60, Decimal(8)) == Decimal("0.875")


def test_e02_a_day_is_as_long_as_the_customers_and_stays_so_on_rows_that_are_there():
    company = CompanyFactory(hours_per_day=7)
    ticket = quotable_ticket(company=company)
    estimate = started(ticket, step(2, "d"))

    company.hours_per_day = 8
    company.save()
    [row] = estimate.rows.all()
    draft = technical_draft(estimate, step(3, "d", row_id=row.pk), step(1, "d"))
    actions.change_technical(ticket, draft, by=UserFactory(agent=True))

    assert [row.minutes for row in estimate.rows.all()] == [3 * 420, 480]


def test_e02_our_own_day_counts_for_a_customer_without_one():
    CompanyProfile.objects.filter(pk=CompanyProfile.current().pk).update(hours_per_day=6)

    estimate = started(quotable_ticket(), step(1, "d"))

    assert estimate.rows.get().minutes == 360


def test_e03_sales_raise_a_quantity_and_the_plan_stays():
    ticket = quotable_ticket()
    estimate = commercially_started(ticket)
    first, *others = estimate.rows.all()
    before = [row.commercial_qty for row in (first, *others)]

    draft = CommercialDraft((line(first, "2.5"), *map(line, others)), estimate.version)
    actions.change_commercial(ticket, draft, by=UserFactory(sales=True))

    assert before == [2, 90, 3]
    first.refresh_from_db()
    assert (first.planned_qty, first.commercial_qty, first.is_overridden) == (2, Decimal("2.5"), True)
    assert ticket_estimates.read(ticket).sold.hours == Decimal("24.5")


def test_e04_an_ended_technical_estimate_takes_no_change():
    ticket = quotable_ticket()
    estimate = technically_ended(ticket)

    with pytest.raises(NotPossibleNow) as refusal:
        actions.change_technical(ticket, technical_draft(estimate, step(1)), by=UserFactory(agent=True))

    assert (refusal.value.code, refusal.value.status) == ("TECHNICAL_NOT_IN_PROGRESS", 409)
    assert [row.planned_qty for row in estimate.rows.all()] == [2, 90, 3]


def test_e04_unlocking_makes_the_rows_editable_with_their_data():
    ticket = quotable_ticket()
    technically_ended(ticket)

    estimate = actions.cancel_technical_end(ticket, by=UserFactory(agent=True))

    assert (estimate.state, estimate.ended_at) == (EstimateState.IN_PROGRESS, None)
    assert [row.planned_qty for row in estimate.rows.all()] == [2, 90, 3]


def test_e05_no_commercial_estimate_before_the_technical_one_is_ended():
    ticket = quotable_ticket()
    started(ticket)

    with pytest.raises(NotPossibleNow) as refusal:
        actions.start_commercial(ticket, by=UserFactory(sales=True))

    assert refusal.value.code == "TECHNICAL_NOT_ENDED"


def test_e06_the_technical_estimate_stays_locked_while_the_commercial_one_is_ended():
    ticket = quotable_ticket()
    commercially_ended(ticket)

    with pytest.raises(NotPossibleNow) as refusal:
        actions.cancel_technical_end(ticket, by=UserFactory(sales=True))

    assert refusal.value.code == "CANCEL_COMMERCIAL_FIRST"


@pytest.fixture
def alfa_ticket():
    """A ticket of Alfa with 10 h of remote assistance, and Alfa's list of the first half of 2026."""
    settings = TypeSettingsFactory()
    ticket = quotable_ticket(settings=settings)
    term = {"valid_from": date(2026, 1, 1), "valid_to": date(2026, 6, 30)}
    alfa = PriceListFactory(code="Alfa 2026", company=ticket.company, **term)
    EntryFactory(price_list=alfa, service=settings.template.service)
    commercially_ended(ticket, step(10, "h"))
    return ticket


def test_e08_the_preview_says_what_a_price_list_changes(alfa_ticket):
    [quoted] = actions.preview_offers([alfa_ticket], by=UserFactory(sales=True), day=date(2026, 6, 30))

    [found] = quoted.lines
    assert (found.unlisted_net, found.net, found.price.list_code) == (600, 550, "Alfa 2026")
    assert (found.is_changed, found.price.valid_to) == (True, date(2026, 6, 30))


def test_e08_the_offer_takes_the_price_of_the_list_on_its_last_day(alfa_ticket):
    offer = offer_of(alfa_ticket, date(2026, 6, 30))

    entry = offer.lines.get(kind=LineKind.ITEM)
    assert items(offer) == [(10, "h", 55, 550)]
    assert (entry.price_source, entry.list_code) == (PriceSource.DEFAULT_LIST, "Alfa 2026")
    assert (entry.list_valid_from, entry.list_valid_to) == (date(2026, 1, 1), date(2026, 6, 30))


def test_e08_the_day_after_the_list_the_service_has_its_own_price_again(alfa_ticket):
    offer = offer_of(alfa_ticket, date(2026, 7, 1))

    assert items(offer) == [(10, "h", 60, 600)]
    assert (offer.net, offer.vat, offer.gross) == (600, 132, 732)


def e03_ticket(*, is_detailed):
    ticket = quotable_ticket(project=ProjectFactory())
    by = UserFactory(sales=True)
    estimate = commercially_started(ticket, by=by, is_detailed=is_detailed)
    first, *others = estimate.rows.all()
    draft = CommercialDraft((line(first, "2.5"), *map(line, others)), estimate.version)
    actions.end_commercial(ticket, by=by, draft=draft)
    return ticket


def test_e09_one_line_for_all_hours():
    offer = offer_of(e03_ticket(is_detailed=False))

    assert items(offer) == [(Decimal("24.5"), "h", 60, 1470)]
    assert offer.net == 1470


def test_e09_a_detailed_offer_has_a_line_for_each_row():
    offer = offer_of(e03_ticket(is_detailed=True))

    assert items(offer) == [(20, "h", 60, 1200), (Decimal("1.5"), "h", 60, 90), (3, "h", 60, 180)]
    assert offer.net == 1470


def test_e10_a_draft_offer_is_in_the_way_of_unlocking():
    ticket = quotable_ticket()
    commercially_ended(ticket)
    offer_of(ticket)

    with pytest.raises(NotPossibleNow) as refusal:
        actions.cancel_commercial_end(ticket, by=UserFactory(sales=True))

    assert refusal.value.code == "VOID_DRAFT_FIRST"


def test_e10_unlocking_voids_the_draft_when_told_to():
    ticket = quotable_ticket()
    commercially_ended(ticket)
    offer = offer_of(ticket)

    estimate = actions.cancel_commercial_end(ticket, by=UserFactory(sales=True), void_draft=True)

    offer.refresh_from_db()
    assert (offer.state, estimate.state) == (OfferState.CANCELLED, EstimateState.IN_PROGRESS)
    assert ticket_estimates.read(ticket).offer is None


def test_e10_a_confirmed_offer_keeps_the_estimate_locked():
    ticket = quotable_ticket()
    by = UserFactory(sales=True)
    commercially_ended(ticket, by=by)
    actions.confirm_offer(actions.send_offer(offer_of(ticket), by=by), by=by, day=DAY)

    with pytest.raises(NotPossibleNow) as refusal:
        actions.cancel_commercial_end(ticket, by=by, void_draft=True)

    assert refusal.value.code == "OFFER_CONFIRMED"


def test_e11_three_tickets_make_one_offer_and_two_reasons():
    complete, unfinished, nobodys = (
        quotable_ticket(project=ProjectFactory()),
        quotable_ticket(),
        quotable_ticket(company=None),
    )
    commercially_ended(complete)
    commercially_started(unfinished)
    commercially_ended(nobodys)

    reports = actions.create_offers([complete, unfinished, nobodys], by=UserFactory(sales=True), day=DAY)

    assert [report.code for report in reports] == ["", "COMMERCIAL_NOT_ENDED", "NO_PARTY"]
    offer = reports[0].offer
    assert (list(complete.offers.all()), offer.company) == ([offer], complete.company)
    entry = offer.lines.get(kind=LineKind.ITEM)
    assert (entry.service.name, entry.project, entry.net) == ("Remote assistance", complete.project, 1230)
