"""Where one writes, the caret is, and no single key acts; in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from tests.helpdesk.factories import UserFactory
from tests.mail.factories import MailboxFactory
from tests.tickets.factories import TicketFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
REPLY = ".composer-reply .editor-page"
NOTE = ".composer-note .editor-page"


@pytest.fixture
def ticket(page, live_server, sign_in):
    """Open the page of a ticket."""
    MailboxFactory()
    sign_in(page, UserFactory(supervisor=True, display_name="Ana"))
    ticket = TicketFactory()
    page.goto(live_server.url + ticket.get_absolute_url())
    page.locator(".composer-reply .editor-tool").first.wait_for()
    return ticket


def leave_with_the_mouse(page):
    """Click where nothing is, so that the focus is on the page itself."""
    page.locator("#main").click(position={"x": 3, "y": 3})
    page.evaluate("document.activeElement.blur()")
    assert page.evaluate("document.activeElement === document.body")


def test_reply_puts_the_caret_into_the_editor_and_every_letter_with_it(page, ticket):
    page.get_by_role("link", name="Reply").click()
    page.keyboard.type("cannot reproduce")

    expect(page.locator(REPLY)).to_have_text("cannot reproduce")
    expect(page.locator(REPLY)).to_be_focused()


def test_letters_typed_while_the_editor_is_on_its_way_are_words(page, ticket):
    page.route("**/squire*", lambda route: (page.keyboard.type("cg"), route.continue_()))

    page.keyboard.press("r")

    expect(page.locator(REPLY)).to_have_text("cg")


def test_no_single_key_acts_while_somebody_writes(page, ticket):
    page.keyboard.press("r")
    expect(page.locator(REPLY)).to_be_focused()
    leave_with_the_mouse(page)

    page.keyboard.type("cn?[gt/")

    expect(page).to_have_url(re.compile(ticket.slug))
    expect(page.locator("#keys-dialog")).to_be_hidden()
    expect(page.locator("#mode-reply")).to_be_checked()
    assert page.evaluate("document.activeElement === document.body")


def test_escape_leaves_the_words_and_the_keys_act_again(page, ticket):
    page.keyboard.press("r")
    expect(page.locator(REPLY)).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#composer")).to_be_focused()

    page.keyboard.press("n")

    expect(page.locator(NOTE)).to_be_focused()
    expect(page.locator("#mode-note")).to_be_checked()


def test_what_was_typed_is_not_left_by_a_slip(page, ticket):
    page.keyboard.press("r")
    expect(page.locator(REPLY)).to_be_focused()
    page.keyboard.type("Half a sentence")
    page.keyboard.press("Escape")

    page.keyboard.type("c")
    page.keyboard.press("?")

    expect(page.locator("#keys-dialog")).to_be_visible()
    expect(page).to_have_url(re.compile(ticket.slug))


@pytest.mark.parametrize(("key", "editor"), [("r", REPLY), ("n", NOTE)])
def test_from_another_part_of_the_ticket_a_key_leads_to_the_editor(page, ticket, key, editor):
    page.get_by_role("link", name="Details").click()
    page.locator("#ticket-details").wait_for()

    page.keyboard.press(key)

    expect(page.locator(editor)).to_be_focused()


@pytest.mark.parametrize("where", ["#search", "#id_cc", "#ticket-side select", "#mode-reply"])
def test_the_keys_rest_in_fields(page, ticket, where):
    page.locator(where).first.focus()

    page.keyboard.press("n")

    expect(page.locator("#mode-reply")).to_be_checked()
    expect(page.locator(where).first).to_be_focused()


def test_the_keys_rest_in_a_searchable_choice(page, live_server, ticket):
    page.goto(f"{live_server.url}/tickets/new/")
    page.locator(".ts-control input").first.focus()

    page.keyboard.press("c")
    page.keyboard.press("?")

    expect(page.locator(".ts-control input").first).to_have_value("c?")


def test_the_keys_rest_while_a_dialog_is_open(page, ticket):
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_contain_text("note among colleagues")

    page.keyboard.press("n")

    expect(page.locator("#mode-reply")).to_be_checked()


def test_searching_again_replaces_the_old_words(page, live_server, ticket):
    page.goto(f"{live_server.url}/tickets/?q=printer")

    page.keyboard.press("/")
    page.keyboard.type("scanner")

    expect(page.locator("#search")).to_have_value("scanner")
