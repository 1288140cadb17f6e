"""The grid of an estimate, typed into while it is being saved, in a real browser."""

import pytest
from playwright.sync_api import expect

from estimates import ticket_estimates
from tests.estimates.factories import quotable_ticket, started, step
from tests.helpdesk.factories import UserFactory
from tests.holding import Held

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_what_is_typed_while_the_rows_are_saved_is_not_lost(page, live_server, sign_in):
    ticket = quotable_ticket()
    started(ticket, step(2))
    sign_in(page, UserFactory(agent=True))
    page.goto(f"{live_server.url}{ticket.get_absolute_url()}?tab=estimates")
    row = page.locator("[data-grid-row]").last
    row.get_by_label("Description").fill("Analysis")
    row.locator('[name$="-planned_qty"]').fill("2")
    held = Held(page, "**/estimates/technical/", answered=True)
    page.get_by_role("button", name="Save", exact=True).click()
    held.wait()
    page.get_by_label("Offer description").fill("A new portal")

    held.let_go()

    expect(page.locator("[data-grid-row]")).to_have_count(3)
    expect(page.get_by_label("Offer description")).to_have_value("A new portal")
    expect(page.get_by_label("Offer description")).to_be_focused()
    assert [found.description for found in ticket_estimates.read(ticket).technical_rows][1:] == ["Analysis"]
