"""The pages of requests that went wrong look like the product and leak nothing."""

import pytest
from django.db import OperationalError, connection
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from tests.helpdesk.factories import UserFactory
from tests.pages import tight


def names(response):
    return response.templates[0].name


@pytest.mark.django_db
@pytest.mark.parametrize(("role", "rail"), [({"agent": True}, True), ({}, False)])
def test_missing_page_keeps_the_rail_of_whoever_has_one(client, role, rail):
    client.force_login(UserFactory(**role))

    response = client.get("/nowhere/")

    assert (response.status_code, names(response), 'id="rail"' in response.text) == (404, "404.html", rail)


@pytest.mark.django_db
def test_missing_page_shows_strangers_no_menu(client):
    response = client.get("/nowhere/")

    assert (response.status_code, 'id="rail"' in response.text) == (404, False)


@pytest.mark.django_db
def test_form_from_elsewhere_is_refused_with_a_page():
    response = Client(enforce_csrf_checks=True).post(reverse("account_login"), {"login": "a@example.com"})

    assert (response.status_code, names(response)) == (403, "403_csrf.html")


def no_database(*_args):
    raise OperationalError


@pytest.mark.django_db
def test_a_database_that_starts_again_is_told_with_when_to_ask_again(client):
    client.raise_request_exception = False
    client.force_login(UserFactory(agent=True))

    with connection.execute_wrapper(no_database):
        response = client.get(reverse("tickets:ticket_list"))

    assert (response.status_code, response["Retry-After"], "back in a moment" in response.text) == (503, "5", True)


@pytest.mark.parametrize(
    "template", ["400.html", "403.html", "404.html", "409.html", "429.html", "500.html", "503.html"]
)
def test_error_pages_need_nothing_from_a_request(template):
    page = render_to_string(template)

    assert f"Error {template.removesuffix('.html')}" in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("origin", "leads_back"),
    [
        ("http://testserver/tickets/?q=printer", True),
        ("https://evil.example/tickets/?q=printer", False),
        ("", False),
    ],
)
def test_a_refused_request_leads_back_to_the_page_it_was_sent_from(client, origin, leads_back):
    client.force_login(UserFactory(is_agent=True))

    response = client.get("/tickets/new/", headers={"referer": origin})

    assert (response.status_code, 'href="http://testserver/tickets/?q=printer"' in response.text) == (403, leads_back)
    assert "evil.example" not in response.text


@pytest.mark.django_db
def test_a_page_does_not_lead_back_to_itself(client):
    client.force_login(UserFactory(is_agent=True))

    response = client.get("/tickets/new/", headers={"referer": "http://testserver/tickets/new/"})

    assert ">Back<" not in response.text


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "known"),
    [({}, []), ({"agent": True}, ["c", "t"]), ({"sales": True}, ["c", "t", "e", "o", "p"])],
)
def test_keys_are_told_to_those_who_may_open_their_pages(client, role, known):
    client.force_login(UserFactory(**role))

    page = tight(client.get("/nowhere/").text)

    assert [
        key for key in "cteop" if f"<dd><kbd>g</kbd><kbd>{key}</kbd>" in page or f"<dd><kbd>{key}</kbd>new" in page
    ] == known


@pytest.mark.parametrize("path", ["/", "/nowhere/", "/accounts/login/", "/health/"])
@pytest.mark.django_db
def test_a_wrong_host_is_not_understood_on_any_page(client, path, settings):
    settings.ALLOWED_HOSTS = ["testserver"]

    response = client.get(path, headers={"host": "evil.example", "referer": "http://evil.example/"})

    assert (response.status_code, names(response), "evil.example/" in response.text) == (400, "400.html", False)
