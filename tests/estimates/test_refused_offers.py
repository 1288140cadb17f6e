"""What was typed about an offer stays when it is refused; jobs of the clock go on past a failure."""

from datetime import date, timedelta

import pytest
from django.db import ProgrammingError, connection
from django.utils import timezone

from estimates import actions, periodic
from estimates.enums import OfferState
from estimates.errors import OtherClient
from estimates.models import Offer
from tests.crm.factories import CompanyFactory
from tests.estimates.factories import TypeSettingsFactory, commercially_ended, quotable_ticket, step
from tickets.models import Ticket

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)


def offered(sales, *tickets, **kwargs):
    for ticket in tickets:
        commercially_ended(ticket, step(10), by=sales)
    return actions.create_offers(tickets, by=sales, day=DAY, **kwargs)[0].offer


def moved_to_another(ticket):
    Ticket.objects.filter(pk=ticket.pk).update(company=CompanyFactory())


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("send", {"by_mail": "on", "letter": "Dear customer"}),
        ("confirm", {"day": "2026-03-05"}),
    ],
)
def test_what_was_typed_is_shown_again_with_the_reason(as_sales, sales, name, data):
    offer = offered(sales, quotable_ticket())
    if name == "confirm":
        actions.send_offer(offer, by=sales)
    moved_to_another(offer.tickets.get())

    response = as_sales.post(f"/offers/{offer.slug}/{name}/", data)

    page = response.content.decode()
    assert (response.status_code, "has another customer since offer" in page) == (409, True)
    assert [value in page for value in data.values()] == [True] * len(data)


def test_a_letter_for_an_offer_that_was_sent_meanwhile_is_not_lost(as_sales, sales):
    offer = offered(sales, quotable_ticket())
    actions.send_offer(offer, by=sales)

    response = as_sales.post(f"/offers/{offer.slug}/send/", {"by_mail": "on", "letter": "Dear customer"})

    assert (response.status_code, "Dear customer</textarea>" in response.content.decode()) == (409, True)


def test_a_new_version_is_to_the_same_client_or_none(sales):
    settings = TypeSettingsFactory()
    first = quotable_ticket(settings=settings)
    second = quotable_ticket(settings=settings, company=first.company)
    offer = offered(sales, first, second, by_party=True)
    actions.send_offer(offer, by=sales)
    actions.reject_offer(offer, by=sales, reason="Too dear")
    moved_to_another(second)

    with pytest.raises(OtherClient, match=second.reference):
        actions.new_version(offer, by=sales, day=DAY)

    assert [one.state for one in Offer.objects.all()] == [OfferState.REJECTED]


FAULT = """
CREATE FUNCTION fault() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'fault'; END $$;
CREATE TRIGGER fault BEFORE UPDATE ON estimates_offer FOR EACH ROW WHEN (NEW.id = %s) EXECUTE FUNCTION fault();
"""


def test_one_offer_that_fails_keeps_no_other_from_expiring(sales, caplog):
    offers = [offered(sales, quotable_ticket()) for _ in range(3)]
    for offer in offers:
        actions.send_offer(offer, by=sales)
    Offer.objects.update(valid_until=timezone.localdate() - timedelta(days=3))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(FAULT % offers[1].pk)

    with pytest.raises(ProgrammingError):
        periodic.expire_offers()

    states = [Offer.objects.get(pk=offer.pk).state for offer in offers]
    assert states == [OfferState.EXPIRED, OfferState.SENT, OfferState.EXPIRED]
    assert f"Offer {offers[1]} could not be ended" in caplog.text
