"""Tickets on the pages of companies and contacts."""

import pytest

from tests.crm.factories import CompanyFactory, ContactFactory
from tests.helpdesk.factories import UserFactory
from tests.tickets.factories import TicketFactory

pytestmark = pytest.mark.django_db


def subjects(response):
    return [ticket.subject for ticket in response.context["page"].rows]


def test_a_company_shows_its_tickets_the_newest_first(client, agent, htmx):
    company = CompanyFactory(code="ACME")
    for subject in ("first", "second"):
        TicketFactory(company=company, subject=subject)
    TicketFactory(subject="another's")

    response = client.get("/tickets/of-company/ACME/", headers=htmx)

    assert subjects(response) == ["second", "first"]
    assert "<html" not in response.content.decode()


def test_a_contact_shows_what_he_asked_for(client, agent):
    contact = ContactFactory()
    TicketFactory(requester=contact, subject="his")

    assert subjects(client.get(f"/tickets/of-contact/{contact.public_id}/")) == ["his"]


def test_a_company_without_tickets_says_so(client, agent):
    CompanyFactory(code="ACME")

    assert "No tickets yet" in client.get("/tickets/of-company/ACME/").content.decode()


@pytest.mark.parametrize(
    "address", ["/tickets/of-company/NONE/", f"/tickets/of-contact/{'0' * 8}-0000-4000-8000-{'0' * 12}/"]
)
def test_nobody_has_no_tickets(client, agent, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_a_panel_costs_the_same_for_any_count(client, agent, htmx, django_assert_num_queries, count):
    company = CompanyFactory(code="ACME")
    for _number in range(count):
        TicketFactory(company=company)
    client.get("/tickets/of-company/ACME/", headers=htmx)

    with django_assert_num_queries(5):
        client.get("/tickets/of-company/ACME/", headers=htmx)


def test_panels_are_not_for_customers(client):
    CompanyFactory(code="ACME")
    client.force_login(UserFactory())

    assert client.get("/tickets/of-company/ACME/").status_code == 404
