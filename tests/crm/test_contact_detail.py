"""The page of a contact."""

from uuid import uuid4

import pytest
from django.urls import reverse

from tests.crm.factories import ContactFactory
from tests.helpdesk.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("own", [{}, {"company": None}])
def test_a_contact_shows_what_the_register_knows(client, own):
    client.force_login(UserFactory(agent=True))
    contact = ContactFactory(job_title="IT manager", notes="Likes\nmornings", **own)

    page = client.get(contact.get_absolute_url()).content.decode()

    assert [text for text in (contact.name, contact.email, "IT manager", "Likes<br>mornings") if text not in page] == []


def test_an_unknown_contact_is_not_found(client):
    client.force_login(UserFactory(agent=True))

    assert client.get(reverse("crm:contact_detail", args=[uuid4()])).status_code == 404


def test_a_customer_finds_no_page(client):
    contact = ContactFactory(user=UserFactory())
    client.force_login(contact.user)

    assert client.get(contact.get_absolute_url()).status_code == 404


def test_the_page_costs_few_queries(client, django_assert_num_queries):
    client.force_login(UserFactory(agent=True))
    contact = ContactFactory(user=UserFactory())

    with django_assert_num_queries(4):
        client.get(contact.get_absolute_url())
