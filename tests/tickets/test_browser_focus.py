"""The focus never falls to the page, in a real browser."""

import pytest
from playwright.sync_api import expect

from tests.helpdesk.factories import UserFactory
from tests.mail.factories import MailboxFactory
from tests.tickets.factories import TicketFactory
from tickets import actions
from tickets.drafts import MessageBody, Reply
from tickets.models import MailPreference

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def ticket(page, live_server, sign_in):
    """Open the page of a ticket that holds an answer on its way and a note."""
    MailboxFactory()
    ana = UserFactory(supervisor=True, display_name="Ana")
    MailPreference.objects.create(user=ana, undo_seconds=300)
    sign_in(page, ana)
    page.clock.install()
    ticket = TicketFactory()
    actions.reply(ticket, Reply(MessageBody(html="<p>Words</p>")), by=ana)
    actions.add_note(ticket, "<p>Among us</p>", by=ana)
    page.goto(live_server.url + ticket.get_absolute_url())
    page.locator(".composer-reply .editor-tool").first.wait_for()
    return ticket


def test_after_a_dialog_that_a_menu_opened_it_is_on_the_menu(page, ticket):
    page.locator("#ticket-actions summary").click()
    page.locator("[data-dialog=move-resolve]").click()
    expect(page.locator("#move-resolve-words")).to_be_focused()

    page.keyboard.press("Escape")

    expect(page.locator("#ticket-actions summary")).to_be_focused()


def test_after_a_dialog_whose_opener_was_drawn_anew_it_is_on_the_new_one(page, ticket):
    page.locator("#ticket-actions summary").click()
    page.locator("[data-dialog=move-resolve]").click()
    page.evaluate("const head = document.getElementById('ticket-actions'); head.replaceWith(head.cloneNode(true))")

    page.keyboard.press("Escape")

    expect(page.locator("#ticket-actions summary")).to_be_focused()


def test_after_the_list_of_keys_it_is_on_the_content(page, ticket):
    page.keyboard.press("?")
    expect(page.locator("#keys-dialog")).to_be_visible()

    page.keyboard.press("Escape")

    expect(page.locator("#main")).to_be_focused()


def test_after_a_question_it_is_on_what_asked(page, ticket):
    page.get_by_role("button", name="Delete this note").click()
    expect(page.locator("#confirm-dialog")).to_be_visible()

    page.keyboard.press("Escape")

    expect(page.get_by_role("button", name="Delete this note")).to_be_focused()


def test_after_deleting_it_is_on_what_stands_there_now(page, ticket):
    page.get_by_role("button", name="Delete this note").click()
    page.get_by_role("button", name="Yes, do it").click()

    expect(page.locator("li", has_text="Note deleted.")).to_be_focused()


def test_a_button_that_became_another_hands_it_on(page, ticket):
    page.get_by_role("button", name="Watch", exact=True).focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("button", name="Stop watching")).to_be_focused()


def test_a_look_at_the_fate_leaves_it_where_it_is(page, ticket):
    page.get_by_role("button", name="Undo").focus()
    page.evaluate("document.querySelector('.delivery-state').dataset.old = 1")

    page.clock.run_for(6000)

    expect(page.locator(".delivery-state[data-old]")).to_have_count(0)
    expect(page.get_by_role("button", name="Undo")).to_be_focused()


def test_after_sending_it_is_on_the_composer(page, ticket):
    page.keyboard.press("r")
    expect(page.locator(".composer-reply .editor-page")).to_be_focused()
    page.keyboard.type("On its way")
    page.keyboard.press("Control+Enter")

    expect(page.locator("#ticket-timeline")).to_contain_text("On its way")
    expect(page.locator("#composer")).to_be_focused()


def test_after_a_message_is_dismissed_it_is_on_the_content(page, ticket):
    page.get_by_role("button", name="Watch", exact=True).click()
    page.evaluate(
        "document.querySelector('#toasts').append(document.querySelector('#toast-error').content.firstElementChild.cloneNode(true))"
    )
    page.get_by_role("button", name="Dismiss").last.focus()

    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement !== document.body")


def test_whoever_clicks_beside_everything_leaves_by_himself(page, ticket):
    page.get_by_role("button", name="Watch", exact=True).focus()

    page.evaluate("document.activeElement.blur()")
    page.evaluate("document.getElementById('toasts').append(document.createElement('p'))")

    assert page.evaluate("document.activeElement === document.body")
