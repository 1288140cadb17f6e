"""The list of contacts."""

import pytest
from django.urls import reverse

from tests.crm.factories import ContactFactory
from tests.helpdesk.factories import UserFactory

pytestmark = pytest.mark.django_db
URL = reverse("crm:contact_list")


def names(response):
    return [contact.name for contact in response.context["page"].rows]


def test_a_customer_finds_no_list(client):
    client.force_login(UserFactory())

    assert client.get(URL).status_code == 404


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["Élodie Dupont", "Mario Rossi"]),
        ({"q": "elodie"}, ["Élodie Dupont"]),
        ({"q": "acme"}, ["Mario Rossi"]),
        ({"active": "inactive"}, ["Gone"]),
        ({"active": "odd"}, []),
    ],
)
def test_filters_narrow_the_list(client, query, found):
    client.force_login(UserFactory(agent=True))
    ContactFactory(name="Mario Rossi", company__name="ACME")
    ContactFactory(name="Élodie Dupont", company=None)
    ContactFactory(name="Gone", is_active=False)

    assert sorted(names(client.get(URL, query))) == sorted(found)


def test_a_search_by_htmx_brings_only_the_rows(client):
    client.force_login(UserFactory(agent=True))
    ContactFactory()

    response = client.get(URL, headers={"HX-Request": "true"})

    assert response.content.decode().strip().startswith('<div id="contact-rows">')


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_any_count(client, django_assert_num_queries, count):
    client.force_login(UserFactory(agent=True))
    ContactFactory.create_batch(count)

    with django_assert_num_queries(QUERIES):
        client.get(URL, {"q": "contact"})


QUERIES = 5


def test_a_desk_without_contacts_is_led_to_the_first_one_and_a_search_to_all(client):
    client.force_login(UserFactory(agent=True))

    empty, searched = (client.get(URL, query).content.decode() for query in ({}, {"q": "zanzibar"}))

    assert ["There are no contacts yet" in page for page in (empty, searched)] == [True, False]
    assert ["No contact answers this search" in page for page in (empty, searched)] == [False, True]
