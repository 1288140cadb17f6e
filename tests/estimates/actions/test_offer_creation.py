from datetime import date
from decimal import Decimal

import pytest

from estimates import actions, ticket_estimates
from estimates.drafts import CommercialDraft
from estimates.enums import LineKind, OfferState, PriceSource
from estimates.errors import NotYourEstimate
from estimates.models import Offer, VatRate
from tests.crm.factories import AddressFactory, CompanyFactory, ContactFactory
from tests.estimates.factories import (
    EntryFactory,
    PriceListFactory,
    ServiceFactory,
    TypeSettingsFactory,
    commercially_ended,
    commercially_started,
    line,
    quotable_ticket,
    step,
    unit,
)
from tests.helpdesk.factories import UserFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)


@pytest.fixture
def sales():
    return UserFactory(sales=True)


def create(*tickets, by, **kwargs):
    return actions.create_offers(list(tickets), by=by, day=DAY, **kwargs)


def ended(ticket, *steps, **kwargs):
    commercially_ended(ticket, *steps, **kwargs)
    return ticket


def items(offer):
    return [entry for entry in offer.lines.all() if entry.kind == LineKind.ITEM]


def test_an_offer_has_number_term_party_and_texts(sales):
    company = CompanyFactory(legal_name="Alfa S.p.A.", language="it", vat_id="IT00743110157")
    AddressFactory(company=company)
    ticket = ended(quotable_ticket(company=company, requester=ContactFactory(name="Rossi", company=company)), by=sales)

    [report] = create(ticket, by=sales)

    offer = report.offer
    assert (offer.number, offer.year, offer.version, offer.state) == (1, 2026, 1, OfferState.DRAFT)
    assert (offer.reference, offer.slug) == (f"{offer.type.code}/2026/00001", f"{offer.type.code.lower()}-2026-00001")
    assert (offer.date, offer.valid_until) == (DAY, date(2026, 4, 1))
    assert (offer.party_name, offer.party_vat_id, offer.attention) == ("Alfa S.p.A.", "IT00743110157", "Rossi")
    assert offer.party_address == "Via Roma 1\n20121 Milano (MI) IT"
    assert (offer.language, offer.currency, offer.salesperson) == ("it", "EUR", sales)
    assert (offer.title, offer.intro) == ("Change request", "We thank you for your request.")


def test_the_first_line_says_which_ticket_it_is_for(sales):
    ticket = ended(quotable_ticket(subject="Printer"), by=sales)

    [report] = create(ticket, by=sales)

    first = report.offer.lines.first()
    assert (first.kind, first.description) == (LineKind.TEXT, f"Ref. ticket {ticket.reference} – Printer")


def test_an_offer_to_a_contact_takes_his_companys_prices(sales):
    settings = TypeSettingsFactory()
    rossi = ContactFactory(name="Rossi")
    EntryFactory(price_list=PriceListFactory(company=rossi.company), service=settings.template.service)
    ticket = ended(quotable_ticket(settings=settings, company=None, crm_contact=rossi), step(1), by=sales)

    [report] = create(ticket, by=sales)

    assert (report.offer.company, report.offer.contact) == (None, rossi)
    assert (report.offer.party_name, report.offer.attention) == (rossi.company.name, "Rossi")
    assert items(report.offer)[0].unit_price == 55


def test_a_contact_without_a_company_takes_the_general_list_of_the_offer_type(sales):
    general = PriceListFactory(company=None, is_default=False)
    settings = TypeSettingsFactory(offer_type__price_list=general)
    EntryFactory(price_list=general, service=settings.template.service, price=50)
    neri = ContactFactory(name="Neri", company=None)
    ticket = ended(quotable_ticket(settings=settings, company=None, crm_contact=neri), step(1), by=sales)

    [report] = create(ticket, by=sales)

    assert (report.offer.party_name, items(report.offer)[0].price_source) == ("Neri", PriceSource.GENERIC_LIST)


def test_a_ticket_with_a_live_offer_gets_no_other(sales):
    ticket = ended(quotable_ticket(), by=sales)
    create(ticket, by=sales)

    [report] = create(ticket, by=sales)

    assert (report.code, report.offer, Offer.objects.count()) == ("OFFER_EXISTS", None, 1)


@pytest.mark.parametrize(
    ("settings", "service", "code"),
    [
        ({"offer_type": None}, {}, "NO_OFFER_TYPE"),
        ({"template__service": None}, {}, "NO_SERVICE"),
        ({"template__service__unit_price": None}, {}, "NO_PRICE"),
        ({"template__service__currency": "GBP"}, {}, "NO_PRICE"),
    ],
)
def test_what_is_missing_for_an_offer_has_a_code(sales, settings, service, code):
    ticket = ended(quotable_ticket(settings=TypeSettingsFactory(**settings)), by=sales)

    [report] = create(ticket, by=sales)

    assert (report.code, Offer.objects.count()) == (code, 0)


def test_a_vat_rate_past_its_term_is_no_vat_rate(sales):
    ticket = ended(quotable_ticket(), by=sales)
    VatRate.objects.filter(code="22").update(valid_to=date(2026, 3, 1))

    [report] = create(ticket, by=sales)

    assert report.code == "NO_VAT_RATE"


def test_a_refused_offer_burns_no_number(sales):
    settings = TypeSettingsFactory()
    poor = ended(quotable_ticket(settings=settings, company=None), by=sales)
    good = ended(quotable_ticket(settings=settings), by=sales)

    reports = create(poor, good, by=sales)

    assert [report.offer.number if report.offer else report.code for report in reports] == ["NO_PARTY", 1]


def test_tickets_of_one_client_come_into_one_offer_when_asked(sales):
    settings = TypeSettingsFactory()
    alfa, beta = CompanyFactory(), CompanyFactory()
    tickets = [ended(quotable_ticket(settings=settings, company=who), step(1), by=sales) for who in (alfa, alfa, beta)]

    reports = create(*tickets, by=sales, by_party=True)

    first, second, third = (report.offer for report in reports)
    assert (first == second, first == third, Offer.objects.count()) == (True, False, 2)
    assert (first.net, [entry.kind for entry in first.lines.all()]) == (120, ["text", "item", "text", "item"])


def test_hours_of_two_services_are_two_lines_and_things_keep_their_own(sales):
    on_site = ServiceFactory(name="On-site", unit_price=90)
    licence = ServiceFactory(name="Licence", unit=unit("pc"), unit_price=10)
    ticket = quotable_ticket()
    steps = (step(1), step(1, "d"), step(2, service=on_site), step(3, "pc", description="Seats", service=licence))

    [report] = create(ended(ticket, *steps, by=sales), by=sales)

    found = [(entry.description, entry.quantity, entry.net) for entry in items(report.offer)]
    assert found == [
        ("Change request – Remote assistance", 9, 540),
        ("Change request – On-site", 2, 180),
        ("Seats", 3, 30),
    ]


@pytest.mark.parametrize("is_detailed", [True, False])
@pytest.mark.parametrize(("minutes", "price", "net"), [(40, 200, "133.33"), (10, 150, "25.00"), (10, 999, "166.50")])
def test_minutes_priced_by_the_hour_are_never_rounded_to_hours_first(sales, is_detailed, minutes, price, net):
    settings = TypeSettingsFactory(template__service__unit_price=price)
    ticket = ended(quotable_ticket(settings=settings), step(minutes, "min"), by=sales, is_detailed=is_detailed)

    [report] = create(ticket, by=sales)

    [entry] = items(report.offer)
    assert (entry.minutes, entry.unit.code, entry.net, report.offer.net) == (minutes, "h", Decimal(net), Decimal(net))


def test_a_price_by_hand_and_a_discount_are_never_summed_away(sales):
    ticket = quotable_ticket()
    estimate = commercially_started(ticket, step(1, "d", description="fixed"), step(2), step(3), by=sales)
    fixed, discounted, plain = estimate.rows.all()
    lines = (line(fixed, unit_price=Decimal(400)), line(discounted, discount_percent=Decimal(10)), line(plain))
    actions.end_commercial(ticket, by=sales, draft=CommercialDraft(lines, estimate.version))

    [report] = create(ticket, by=sales)

    found = [(entry.quantity, entry.unit.code, entry.unit_price, entry.net) for entry in items(report.offer)]
    assert found == [(1, "d", 400, 400), (2, "h", 60, 108), (3, "h", 60, 180)]
    assert items(report.offer)[0].price_source == PriceSource.MANUAL


def test_rows_with_nothing_to_sell_do_not_appear(sales):
    ticket = quotable_ticket()
    estimate = commercially_started(ticket, step(1), step(2), by=sales, is_detailed=True)
    first, second = estimate.rows.all()
    actions.end_commercial(ticket, by=sales, draft=CommercialDraft((line(first, 0), line(second)), estimate.version))

    [report] = create(ticket, by=sales)

    assert [entry.quantity for entry in items(report.offer)] == [2]


def test_an_offer_without_vat_says_why(sales):
    settings = TypeSettingsFactory(template__service__vat_rate=VatRate.objects.get(code="exempt"))

    [report] = create(ended(quotable_ticket(settings=settings), step(1), by=sales), by=sales)

    entry = items(report.offer)[0]
    assert (report.offer.vat, entry.vat_category, entry.vat_natura) == (0, "E", "N4")


def test_prices_of_the_offer_stay_when_the_catalogue_changes(sales):
    ticket = ended(quotable_ticket(), step(1), by=sales)
    [report] = create(ticket, by=sales)

    service = items(report.offer)[0].service
    service.unit_price = 99
    service.save()

    assert items(report.offer)[0].unit_price == 60


def test_a_preview_writes_nothing(sales):
    ticket = ended(quotable_ticket(), by=sales)

    actions.preview_offers([ticket], by=sales, day=DAY)

    assert (Offer.objects.count(), ticket_estimates.read(ticket).offer) == (0, None)


@pytest.mark.parametrize("count", [1, 3])
def test_a_preview_costs_the_same_for_any_count(sales, count, django_assert_num_queries):
    settings = TypeSettingsFactory()
    tickets = [ended(quotable_ticket(settings=settings), by=sales) for _ in range(count)]
    sales.has_perm("estimates.add_offer")
    fetched = list(type(tickets[0]).objects.for_page().filter(pk__in=[ticket.pk for ticket in tickets]))

    with django_assert_num_queries(11):
        actions.preview_offers(fetched, by=sales, day=DAY)


def test_only_sales_make_offers():
    ticket = quotable_ticket()

    with pytest.raises(NotYourEstimate):
        create(ticket, by=UserFactory(agent=True))
