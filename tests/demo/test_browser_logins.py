"""The demo's page of sign-in fills itself."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from demo import our_company

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_login_is_chosen_with_one_click_and_enter_signs_in(page, live_server, settings):
    settings.DEMO = True
    our_company.hire()
    page.goto(live_server.url + reverse("account_login"))

    page.get_by_role("button", name="Ana Ionescu: agent").click()
    page.keyboard.press("Enter")

    expect(page).to_have_url(f"{live_server.url}{reverse('tickets:ticket_list')}")
