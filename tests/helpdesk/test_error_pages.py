"""The pages of requests that went wrong look like the product and leak nothing."""

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from tests.helpdesk.factories import UserFactory


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


@pytest.mark.parametrize("template", ["400.html", "403.html", "404.html", "409.html", "429.html", "500.html"])
def test_error_pages_need_nothing_from_a_request(template):
    page = render_to_string(template)

    assert f"Error {template.removesuffix('.html')}" in page
