"""Who may sign in and stay signed in, and what he may do."""

import pytest
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AnonymousUser, Group, Permission

from crm.backends import LoginBackend
from helpdesk.models import User
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
    with django_assert_num_queries(1):
        assert LoginBackend().get_user(user.pk) == user


def permission(name):
    return Permission.objects.get(codename=name)


def person(**facts):
    user = UserFactory(**facts)
    user.user_permissions.add(permission("view_offer"), permission("view_work"))
    for name in ("view_work", "view_ticket"):
        group = Group.objects.create(name=name)
        group.permissions.add(permission(name), permission("view_note"))
        user.groups.add(group)
    return User.objects.get(pk=user.pk)


class TestPermissions:
    """What somebody may do, by himself and by his groups."""

    @pytest.mark.parametrize(
        "facts", [{}, {"is_active": False}, {"is_superuser": True}, {"is_superuser": True, "is_active": False}]
    )
    def test_they_are_those_that_django_finds(self, facts):
        user = person(**facts)

        found = LoginBackend().get_all_permissions(user)

        assert found == ModelBackend().get_all_permissions(User.objects.get(pk=user.pk))
        assert found == User.objects.get(pk=user.pk).get_all_permissions()

    def test_a_stranger_has_none_and_there_are_none_for_single_rows(self):
        user = person()

        assert LoginBackend().get_all_permissions(AnonymousUser()) == set()
        assert LoginBackend().get_all_permissions(user, obj=user) == set()

    def test_they_are_asked_for_once_and_by_one_query(self, django_assert_num_queries):
        user = person()

        with django_assert_num_queries(1):
            asked = [user.has_perm(name) for name in ("estimates.view_offer", "tickets.view_ticket", "crm.add_company")]

        assert asked == [True, True, False]
