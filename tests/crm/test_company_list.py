"""The list of companies."""

import pytest
from django.urls import reverse

from tests.crm.factories import AddressFactory, CompanyFactory, CompanyGroupFactory
from tests.helpdesk.factories import UserFactory

pytestmark = pytest.mark.django_db
URL = reverse("crm:company_list")


def names(response):
    return [company.name for company in response.context["page"].rows]


def test_a_stranger_is_sent_to_sign_in(client):
    assert client.get(URL).headers["Location"] == f"{reverse('account_login')}?next={URL}"


def test_a_customer_finds_no_list(client):
    client.force_login(UserFactory())

    assert client.get(URL).status_code == 404


def test_companies_are_listed_by_name_and_those_we_left_are_not(client):
    client.force_login(UserFactory(agent=True))
    CompanyFactory(name="Beta")
    CompanyFactory(name="Alfa")
    CompanyFactory(name="Gone", is_active=False)

    assert names(client.get(URL)) == ["Alfa", "Beta"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "biancchi"}, ["Bianchi"]),
        ({"group": "Food"}, ["Verdi"]),
        ({"active": "inactive"}, ["Neri"]),
        ({"active": "all"}, ["Bianchi", "Neri", "Verdi"]),
        ({"group": "Nobody knows it"}, []),
        ({"active": "odd"}, []),
    ],
)
def test_filters_narrow_the_list(client, query, found):
    client.force_login(UserFactory(agent=True))
    CompanyFactory(name="Bianchi")
    CompanyFactory(name="Verdi").groups.add(CompanyGroupFactory(name="Food"))
    CompanyFactory(name="Neri", is_active=False)

    assert names(client.get(URL, query)) == found


def test_a_search_by_htmx_brings_only_the_rows(client):
    client.force_login(UserFactory(agent=True))
    CompanyFactory(name="Bianchi")

    response = client.get(URL, {"q": "bianchi"}, headers={"HX-Request": "true"})

    assert response.content.decode().strip().startswith('<div id="company-rows">')
    assert response.headers["Vary"].split(", ").count("HX-Request") == 1


def test_pages_follow_one_another(client):
    client.force_login(UserFactory(agent=True))
    companies = CompanyFactory.create_batch(51)

    first = client.get(URL)
    second = client.get(URL, {"after": first.context["page"].after})

    assert names(first) == [company.name for company in companies[:50]]
    assert names(second) == [companies[50].name]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_any_count(client, django_assert_num_queries, count):
    client.force_login(UserFactory(agent=True))
    for address in AddressFactory.create_batch(count):
        address.company.groups.add(CompanyGroupFactory())

    client.get(URL)

    with django_assert_num_queries(QUERIES):
        client.get(URL)


QUERIES = 7


def test_a_desk_without_companies_is_led_to_the_first_one_and_a_search_to_all(client):
    client.force_login(UserFactory(agent=True))

    empty, searched = (client.get(URL, query).content.decode() for query in ({}, {"q": "zanzibar"}))

    assert ["There are no companies yet" in page for page in (empty, searched)] == [True, False]
    assert ["No company answers this search" in page for page in (empty, searched)] == [False, True]
