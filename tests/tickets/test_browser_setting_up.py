"""The list of things to set up, in a browser."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.helpdesk.factories import UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_list_leads_from_one_step_to_the_next(page, live_server, sign_in):
    sign_in(page, UserFactory(superuser=True))
    page.goto(live_server.url)
    expect(page.get_by_role("heading", level=1)).to_have_text("Set up the desk")
    following = page.locator("[aria-current=step] h2")
    expect(following).to_have_text("Our company")

    page.get_by_role("link", name="Do it now: Our company").click()
    page.get_by_label("Name:", exact=True).fill("Nordest")
    page.get_by_label("Address:").fill("Via Roma 1")
    page.get_by_label("VAT id:").fill("IT00743110157")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("link", name="Set up the desk").click()

    expect(following).to_have_text("A mailbox that is fetched")
    for name in ("A mailbox that is fetched", "Mail that leaves", "People at the desk", "The customers' portal"):
        page.locator("li", has_text=name).get_by_role("button", name="Not needed").click()
    page.get_by_role("button", name="Hide this list").click()

    expect(page).to_have_url(f"{live_server.url}{reverse('tickets:ticket_list')}")
