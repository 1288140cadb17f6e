"""What comes back into the composer, and images that are asked for, in a real browser."""

import pytest
from playwright.sync_api import expect

from tests.helpdesk.factories import UserFactory
from tests.helpdesk.test_remote import web  # noqa: F401 -- a fixture
from tests.mail.factories import MailboxFactory
from tests.tickets.factories import TicketFactory
from tickets import actions
from tickets.drafts import IncomingMessage, MessageBody, Reply
from tickets.models import MailPreference

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
EDITOR = ".composer-reply .editor-page"


@pytest.fixture
def ana(page, sign_in):
    MailboxFactory()
    ana = UserFactory(supervisor=True, display_name="Ana")
    MailPreference.objects.create(user=ana, undo_seconds=60)
    sign_in(page, ana)
    return ana


def test_what_was_taken_back_can_be_written_on_and_sent(page, live_server, ana):
    ticket = TicketFactory(requester_name="Rossi")
    actions.reply(ticket, Reply(MessageBody(html="<p>Wrong <b>words</b></p>")), by=ana)
    page.goto(live_server.url + ticket.get_absolute_url())

    page.get_by_role("button", name="Undo").click()
    expect(page.locator(EDITOR)).to_be_focused()
    page.keyboard.type(", and right ones")
    page.get_by_role("button", name="Send to Rossi").click()

    expect(page.locator("#ticket-timeline")).to_contain_text("Wrong words, and right ones")


def test_what_was_being_typed_is_not_lost_by_taking_back(page, live_server, ana):
    ticket = TicketFactory()
    actions.reply(ticket, Reply(MessageBody(html="<p>Sent too early</p>")), by=ana)
    page.goto(live_server.url + ticket.get_absolute_url())
    page.locator(".composer-reply .editor-tool").first.wait_for()
    page.get_by_label("Your answer").first.click()
    page.locator(EDITOR).wait_for()
    page.keyboard.type("And another thing")

    page.get_by_role("button", name="Undo").click()

    expect(page.locator(EDITOR)).to_contain_text("Sent too early")
    expect(page.locator(EDITOR)).to_contain_text("And another thing")


def test_a_space_typed_while_the_editor_comes_is_not_lost(page, live_server, ana):
    ticket = TicketFactory()
    page.route("**/squire*", lambda route: (page.keyboard.type("Thank "), route.continue_()))
    page.goto(live_server.url + ticket.get_absolute_url())
    page.locator(".composer-reply .editor-tool").first.wait_for()

    page.get_by_label("Your answer").first.click()
    page.locator(EDITOR).wait_for()
    page.keyboard.type("you")

    expect(page.locator(EDITOR)).to_have_text("Thank you")


@pytest.mark.parametrize("width", [390, 800])
@pytest.mark.parametrize("requester", ["Li", "Massimiliano Bartolomeo Castelfranchi-Weissenböck" * 3])
def test_the_other_ways_to_send_lie_within_a_small_screen(page, live_server, sign_in, requester, width):
    MailboxFactory()
    sign_in(page, UserFactory(supervisor=True, language="fr"))
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(live_server.url + TicketFactory(requester_name=requester).get_absolute_url())

    page.locator(".split-button summary").click()

    panel = page.locator(".split-button .menu-panel").bounding_box()
    cut = page.locator(".split-button .menu-item").evaluate_all(
        "all => all.filter((one) => one.scrollWidth > one.clientWidth).length"
    )
    assert (panel["x"] >= 0, panel["x"] + panel["width"] <= width, cut) == (True, True, 0)


@pytest.fixture
def images(page, live_server, ana, web, settings):  # noqa: F811
    """Open a ticket with two messages of one sender, each with an image of another server."""
    settings.REMOTE_IMAGES_ALSO_FROM = ["127.0.0.1/32"]
    ticket = TicketFactory()
    for words in ("One", "Two"):
        body = MessageBody(html=f'<p>{words} <img src="{web}/a.png" alt="x"></p>')
        actions.receive(ticket, IncomingMessage(body=body, sender_email="ana@client.example"))
    page.goto(live_server.url + ticket.get_absolute_url())
    return page.locator(".remote-images")


def shown(page, place):
    return page.frame_locator("iframe.words-frame").nth(place).locator("img[src*='/images/0/']")


def test_loading_images_once_says_so_without_loading_the_page(page, images):
    page.evaluate("window.same = 1")
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)

    images.first.get_by_text("Load once").click()

    expect(images.first).to_contain_text("Remote images are shown this once.")
    expect(shown(page, 0)).to_be_attached()
    expect(images.nth(1)).to_contain_text("1 remote image blocked")
    assert (page.evaluate("window.same"), wrong) == (1, [])


def test_trusting_a_sender_shows_all_his_images_without_loading_the_page(page, images):
    page.evaluate("window.same = 1")

    images.first.get_by_text("Always for this sender").click()

    expect(images).to_have_count(1)
    expect(images).to_contain_text("always shown to you")
    expect(shown(page, 0)).to_be_attached()
    expect(shown(page, 1)).to_be_attached()
    assert page.evaluate("window.same") == 1


def test_the_number_of_a_line_is_not_set_twice(page, live_server, ana):
    page.goto(live_server.url + TicketFactory().get_absolute_url())
    page.locator(".composer-reply .editor-tool").first.wait_for()
    page.get_by_role("link", name="Reply").click()
    expect(page.locator(EDITOR)).to_be_focused()

    page.keyboard.type("1. Open it")
    page.keyboard.press("Enter")
    page.keyboard.type("2. Close it, 3. times")

    expect(page.locator(f"{EDITOR} ol li")).to_have_text(["Open it", "Close it, 3. times"])
