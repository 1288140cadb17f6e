"""Whoever may not see prices reads none, at any address that stays open to him."""

import re
from decimal import Decimal

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from billing import actions as billing_actions
from billing.models import InvoiceProposal, ProposalLine, Work
from estimates.models import CommercialRow, Offer, OfferLine, PriceListEntry, Service
from helpdesk.models import User
from tests.addresses import ROUTES, address, one_of_each
from tests.crawling import Crawler
from tests.estimates.factories import EntryFactory
from tests.helpdesk.factories import UserFactory
from tests.sheets import words_of
from tests.test_authorisation import customer_of
from tickets.models import Ticket

pytestmark = pytest.mark.django_db

PRICE, VAT = Decimal("7313.37"), Decimal("1608.94")
WRITTEN = re.compile(r"7\D{0,6}313\D{1,6}37|8\D{0,6}922\D{1,6}31")  # the price, and with its VAT, in any language
RIGHTS = ("view_prices", "view_amounts")


class Reader(Client):
    """A browser that notes where it reads a price."""

    found: set[str]

    def generic(self, method, path, *args, **kwargs):
        response = super().generic(method, path, *args, **kwargs)
        body = b"".join(response)
        is_document = body.startswith(b"%PDF")
        text = " ".join(word.text for word in words_of(body)) if is_document else body.decode(errors="replace")
        if WRITTEN.search(text):
            self.found.add(f"{method} {path}")
        return response


@pytest.fixture
def world():
    """Make one of everything, and let all of it cost the same."""
    made = one_of_each()
    ticket = Ticket.objects.get(slug=made["tickets"])
    billing_actions.set_rate(ticket, PRICE, by=UserFactory(biller=True))
    EntryFactory()
    PriceListEntry.objects.update(price=PRICE)
    Work.objects.update(rate_override=PRICE)
    for model in (Service, CommercialRow, OfferLine):
        model.objects.update(unit_price=PRICE)
    ProposalLine.objects.exclude(vat_percent=None).update(unit_price=PRICE, net=PRICE)
    for model in (InvoiceProposal, Offer):
        model.objects.update(net=PRICE, vat=VAT, gross=PRICE + VAT)
    return made


def prices_read_by(person: User, world: dict[str, object]) -> set[str]:
    """Ask for every address, and send the forms that the pages show; return where a price stands."""
    reader = Reader()
    reader.found = set()
    reader.force_login(person)
    crawler = Crawler(reader)
    for route in ROUTES.values():
        crawler.look_at(address(route, world))
    assert crawler.broken == []
    return reader.found


def with_every_right_but(*names: str) -> User:
    user = UserFactory(is_agent=True)
    user.user_permissions.set(Permission.objects.exclude(codename__in=names))
    return user


@pytest.mark.guards(34)
@pytest.mark.parametrize(
    "role",
    [
        lambda _ticket: with_every_right_but(*RIGHTS),
        lambda ticket: ticket.requester.user,
        lambda ticket: customer_of(ticket.company, role="company"),
    ],
    ids=["an agent with every other right", "whose ticket it is", "his company's overseer"],
)
def test_no_price_stands_in_any_page_of(world, role):
    person = role(Ticket.objects.get(slug=world["tickets"]))

    assert prices_read_by(person, world) == set()


def test_whoever_may_see_prices_reads_them_in_each_of_these_places(client, world):
    ticket = f"/tickets/{world['tickets']}/"
    client.force_login(UserFactory(superuser=True))
    places = [ticket, f"{ticket}works/", f"{ticket}estimates/", "/offers/", "/proposals/"]

    assert [place for place in places if not WRITTEN.search(client.get(place).text)] == []
