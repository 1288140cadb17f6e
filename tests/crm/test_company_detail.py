"""The page of a company."""

import pytest
from django.urls import reverse

from tests.crm.factories import (
    AddressFactory,
    AssetFactory,
    CompanyDomainFactory,
    CompanyFactory,
    CompanyGroupFactory,
    ContactFactory,
    ProjectTaskFactory,
)
from tests.helpdesk.factories import UserFactory

pytestmark = pytest.mark.django_db


def fill(company, count):
    company.groups.set(CompanyGroupFactory.create_batch(count))
    for factory in (AddressFactory, AssetFactory, CompanyDomainFactory, ContactFactory):
        factory.create_batch(count, company=company)
    ProjectTaskFactory.create_batch(count, project__company=company)


def test_a_company_shows_what_the_register_knows(client):
    client.force_login(UserFactory(agent=True))
    company = CompanyFactory(name="ACME", vat_id="IT00743110157", bill_to=CompanyFactory(name="Holding"))
    contact = ContactFactory(company=company, name="Mario Rossi")

    page = client.get(company.get_absolute_url()).content.decode()

    wanted = ["ACME", "IT00743110157", "Holding", "Mario Rossi", contact.get_absolute_url()]
    assert [text for text in wanted if text not in page] == []


def test_an_unknown_company_is_not_found(client):
    client.force_login(UserFactory(agent=True))

    assert client.get(reverse("crm:company_detail", args=["NOBODY"])).status_code == 404


def test_a_customer_finds_no_page(client):
    contact = ContactFactory(user=UserFactory())
    client.force_login(contact.user)

    assert client.get(contact.company.get_absolute_url()).status_code == 404


def test_who_may_not_change_a_company_sees_no_button_for_it(client):
    client.force_login(UserFactory(is_agent=True))
    company = CompanyFactory()

    page = client.get(company.get_absolute_url()).content.decode()

    assert reverse("crm:company_edit", args=[company.code]) not in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_any_count(client, django_assert_num_queries, count):
    client.force_login(UserFactory(agent=True))
    company = CompanyFactory()
    fill(company, count)

    with django_assert_num_queries(QUERIES):
        client.get(company.get_absolute_url())


QUERIES = 11
