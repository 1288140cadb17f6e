"""My settings, and the theme in the top bar."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from helpdesk.models import User
from tests.helpdesk.factories import UserFactory

pytestmark = pytest.mark.django_db

ADDRESS = reverse("helpdesk:profile")
FACTS = {
    "display_name": "Giulia Neri",
    "language": "it",
    "time_zone": "Europe/Bucharest",
    "signature": "Giulia",
    "theme": "dark",
    "density": "compact",
}


def test_profile_asks_strangers_to_sign_in(client):
    response = client.get(ADDRESS)

    assert (response.status_code, response.url) == (302, f"{reverse('account_login')}?next={ADDRESS}")


def test_profile_shows_what_is_kept(client):
    user = UserFactory(agent=True, signature="Best wishes")
    client.force_login(user)

    form = client.get(ADDRESS).context["form"]

    assert (form["display_name"].value(), form["signature"].value()) == (user.display_name, "Best wishes")


def test_profile_keeps_what_is_changed(client):
    user = UserFactory(agent=True)
    client.force_login(user)

    response = client.post(ADDRESS, FACTS)

    kept = User.objects.filter(pk=user.pk).values(*FACTS, "single_keys").get()
    assert (response.url, kept) == (ADDRESS, {**FACTS, "single_keys": False})


def test_profile_thanks_in_the_new_language(client):
    client.force_login(UserFactory(agent=True))

    response = client.post(ADDRESS, FACTS)

    assert [message.level_tag for message in get_messages(response.wsgi_request)] == ["success"]


@pytest.mark.parametrize(
    ("field", "value"), [("display_name", ""), ("time_zone", "Mars/Base"), ("language", "xx"), ("theme", "pink")]
)
def test_profile_refuses_nonsense_and_keeps_nothing(client, field, value):
    user = UserFactory(agent=True)
    client.force_login(user)

    response = client.post(ADDRESS, {**FACTS, field: value})

    user.refresh_from_db()
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert user.signature == ""


def test_profile_cannot_make_its_owner_an_administrator(client):
    user = UserFactory(agent=True)
    client.force_login(user)

    client.post(ADDRESS, {**FACTS, "is_staff": "on", "is_superuser": "on", "email": "root@example.com"})

    user.refresh_from_db()
    assert (user.is_staff, user.is_superuser, user.email == "root@example.com") == (False, False, False)


def test_theme_is_kept_without_an_answer_for_htmx(client):
    user = UserFactory()
    client.force_login(user)

    response = client.post(reverse("helpdesk:theme_change"), {"theme": "dark"}, headers={"HX-Request": "true"})

    user.refresh_from_db()
    assert (response.status_code, user.theme) == (204, "dark")


@pytest.mark.parametrize(
    ("origin", "target"),
    [
        ("http://testserver/profile/?a=1", "http://testserver/profile/?a=1"),
        ("https://evil.example/", ADDRESS),
        ("", ADDRESS),
    ],
)
def test_theme_goes_back_to_where_it_was_chosen(client, origin, target):
    client.force_login(UserFactory())

    response = client.post(reverse("helpdesk:theme_change"), {"theme": "light"}, headers={"Referer": origin})

    assert response.url == target


def test_theme_of_no_known_name_changes_nothing(client):
    user = UserFactory(theme="dark")
    client.force_login(user)

    client.post(reverse("helpdesk:theme_change"), {"theme": "pink"})

    user.refresh_from_db()
    assert user.theme == "dark"
