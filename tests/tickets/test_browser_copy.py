"""Who stands in the copy of an answer, seen and removed in a real browser."""

import pytest
from playwright.sync_api import expect

from tests.helpdesk.factories import UserFactory
from tests.mail.factories import MailboxFactory
from tests.tickets.factories import TicketFactory
from tickets import actions

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PEOPLE = [f"somebody.with.a.long.name.{number}@customer-of-ours.example" for number in range(5)]


@pytest.fixture
def copy(page, live_server, sign_in):
    """The field of copies of a ticket that five people take part in."""
    MailboxFactory()
    sign_in(page, UserFactory(agent=True))
    ticket = TicketFactory()
    actions.add_watchers(ticket, PEOPLE)
    page.goto(live_server.url + ticket.get_absolute_url())
    return page.locator(".composer-cc")


@pytest.mark.parametrize("width", [390, 1280])
def test_everybody_in_copy_is_seen_at_once(page, copy, width):
    page.set_viewport_size({"width": width, "height": 900})

    expect(copy).to_have_value(", ".join(PEOPLE))
    assert copy.evaluate("field => field.scrollHeight - field.clientHeight") <= 1
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_whoever_is_told_no_longer_leaves_the_copy(page, copy):
    page.get_by_role("button", name=f"Remove the watcher {PEOPLE[0]}").click()
    expect(page.get_by_role("button", name=f"Remove the watcher {PEOPLE[0]}")).to_have_count(0)
    page.reload()

    expect(copy).to_have_value(", ".join(PEOPLE[1:]))
