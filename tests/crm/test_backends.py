"""A contact who has left reads no more by his login."""

import pytest

from tests.crm.factories import ContactFactory
from tests.helpdesk.factories import UserFactory

pytestmark = pytest.mark.django_db
PROFILE = "/profile/"


@pytest.mark.parametrize("role, status", [({}, 302), ({"agent": True}, 200)])
def test_a_session_ends_when_its_contact_leaves_unless_he_works_at_the_desk(client, role, status):
    user = UserFactory(**role)
    contact = ContactFactory(user=user)
    client.force_login(user)
    before = client.get(PROFILE).status_code

    contact.is_active = False
    contact.save()

    assert (before, client.get(PROFILE).status_code) == (200, status)


def test_a_contact_who_has_left_does_not_sign_in(client):
    user = UserFactory(email="jane@example.com")
    user.set_password("correct horse battery")
    user.save()
    ContactFactory(user=user, is_active=False)

    response = client.post("/accounts/login/", {"login": user.email, "password": "correct horse battery"})

    assert (response.url, "_auth_user_id" in client.session) == ("/accounts/inactive/", False)


def test_who_is_signed_in_costs_one_query(client, django_assert_num_queries):
    user = UserFactory()
    ContactFactory(user=user)
    from crm.backends import LoginBackend

    with django_assert_num_queries(1):
        assert LoginBackend().get_user(user.pk) == user
