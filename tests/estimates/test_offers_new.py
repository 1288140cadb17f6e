import pytest

from estimates.models import Offer
from tests.estimates.factories import (
    EntryFactory,
    PriceListFactory,
    TypeSettingsFactory,
    commercially_ended,
    commercially_started,
    quotable_ticket,
    step,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def three():
    """One complete ticket, one whose commercial estimate goes on, one of nobody (E11)."""
    tickets = quotable_ticket(), quotable_ticket(), quotable_ticket(company=None)
    commercially_ended(tickets[0], step(10))
    commercially_started(tickets[1])
    commercially_ended(tickets[2])
    return tickets


def chosen(tickets):
    return {"ticket": [ticket.slug for ticket in tickets]}


def test_the_preview_names_a_reason_for_every_ticket_left_out(as_sales, three):
    response = as_sales.get("/offers/new/", chosen(three))

    html = response.content.decode()
    assert "1 of 3 chosen tickets can have one" in html
    assert ('data-code="COMMERCIAL_NOT_ENDED"' in html, 'data-code="NO_PARTY"' in html) == (True, True)
    assert Offer.objects.count() == 0


def test_e08_the_preview_shows_the_old_and_the_new_amount(as_sales):
    settings = TypeSettingsFactory()
    ticket = quotable_ticket(settings=settings)
    EntryFactory(
        price_list=PriceListFactory(code="Alfa 2026", company=ticket.company), service=settings.template.service
    )
    commercially_ended(ticket, step(10))

    html = as_sales.get("/offers/new/", chosen([ticket])).content.decode()

    assert ("€600.00</del>" in html, "<strong>€550.00</strong>" in html, "Alfa 2026" in html) == (True, True, True)


def test_the_list_of_tickets_asks_for_the_preview_by_post(as_sales, three):
    response = as_sales.post("/offers/new/", {"tickets": [ticket.slug for ticket in three]})

    assert (response.status_code, len(response.context["quoted"]), Offer.objects.count()) == (200, 3, 0)


def test_a_single_offer_is_shown_at_once(as_sales, three):
    response = as_sales.post("/offers/create/", chosen(three[:1]))

    assert (response.status_code, response.url) == (302, Offer.objects.get().get_absolute_url())


def test_e11_several_are_reported(as_sales, three):
    response = as_sales.post("/offers/create/", chosen(three))

    html = response.content.decode()
    assert "1 offer is created" in html
    assert [name in html for name in ("COMMERCIAL_NOT_ENDED", "NO_PARTY", str(Offer.objects.get()))] == [True] * 3


def test_tickets_of_one_client_may_share_an_offer(as_sales):
    settings = TypeSettingsFactory()
    first = quotable_ticket(settings=settings)
    second = quotable_ticket(settings=settings, company=first.company)
    for ticket in (first, second):
        commercially_ended(ticket)

    as_sales.post("/offers/create/", {**chosen([first, second]), "by_party": "on"})

    assert set(Offer.objects.get().tickets.all()) == {first, second}


def test_nothing_chosen_is_said(as_sales):
    assert b"No ticket was chosen" in as_sales.get("/offers/new/").content


@pytest.mark.parametrize(("method", "url"), [("get", "/offers/new/"), ("post", "/offers/create/")])
def test_agents_make_no_offers(as_agent, three, method, url):
    response = getattr(as_agent, method)(url, chosen(three))

    assert (response.status_code, Offer.objects.count()) == (403, 0)
