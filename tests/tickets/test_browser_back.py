"""Words that were left in a form, and are found again with the arrow of the browser, in a real browser."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.crm.factories import ContactFactory
from tests.helpdesk.factories import UserFactory
from tests.tickets.factories import TicketFactory
from tickets.models import Message, Ticket

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
EDITOR = ".editor-page"
LINES = "<div>First</div><div>&lt;i&gt;Second&lt;/i&gt;</div>"


def write_two_lines(page):
    """Write a line, and one that could be taken for HTML."""
    page.locator(".editor-tool").first.wait_for()
    page.locator("rich-editor textarea").click()
    page.locator(EDITOR).wait_for()
    page.keyboard.type("First")
    page.keyboard.press("Enter")
    page.keyboard.type("<i>Second</i>")


def leave_and_come_back(page):
    page.locator("a.brand").first.click()
    page.wait_for_url(lambda address: address.endswith("/"))
    page.go_back()


def test_a_new_ticket_that_was_left_is_found_as_it_was_typed(page, live_server, sign_in):
    sign_in(page, UserFactory(supervisor=True))
    page.goto(live_server.url + reverse("tickets:ticket_new"))
    page.get_by_label("Requester's e-mail").fill("rossi@alfa.example")
    page.get_by_label("Subject").fill("Smoke")
    write_two_lines(page)

    leave_and_come_back(page)
    expect(page.locator(EDITOR)).to_have_text("First<i>Second</i>")
    page.get_by_role("button", name="Open the ticket").click()
    page.locator("#ticket-head").wait_for()

    assert Ticket.objects.get().description == LINES


def test_a_customers_answer_that_was_left_is_found_as_it_was_typed(page, live_server, sign_in):
    customer = UserFactory(email="rossi@acme.example")
    sign_in(page, customer)
    ticket = TicketFactory(requester=ContactFactory(user=customer))
    page.goto(live_server.url + ticket.get_absolute_url())
    write_two_lines(page)

    leave_and_come_back(page)
    expect(page.locator(EDITOR)).to_have_text("First<i>Second</i>")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#ticket-timeline")).to_contain_text("Second")

    assert Message.objects.get().html == LINES


def test_a_reply_that_was_left_is_found_as_it_was_typed(page, live_server, sign_in):
    sign_in(page, UserFactory(supervisor=True))
    page.goto(live_server.url + TicketFactory().get_absolute_url())
    page.locator(".composer-reply .editor-tool").first.wait_for()
    page.locator(".composer-reply textarea[data-draft]").click()
    page.locator(EDITOR).wait_for()
    page.keyboard.type("<i>First</i>")

    leave_and_come_back(page)

    expect(page.locator(f".composer-reply {EDITOR}")).to_have_text("<i>First</i>")
