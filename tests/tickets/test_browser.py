"""What the scripts of a ticket's page do, in a real browser."""

import pytest
from playwright.sync_api import expect

from tests.crm.factories import CompanyFactory
from tests.helpdesk.factories import UserFactory
from tests.mail.factories import MailboxFactory
from tests.tickets.factories import TicketFactory
from tickets import actions
from tickets.drafts import IncomingMessage, MessageBody
from tickets.models import Message, Ticket

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def agent(page, sign_in):
    MailboxFactory()
    agent = UserFactory(supervisor=True, display_name="Ana")
    sign_in(page, agent)
    return agent


def incoming(ticket, html):
    actions.receive(ticket, IncomingMessage(body=MessageBody(html=html), sender_name="Rossi"))


def write(page, words):
    page.locator(".composer-reply .editor-tool").first.wait_for()
    page.get_by_label("Your answer").first.click()
    page.locator(".composer-reply .editor-page").wait_for()
    page.keyboard.type(words)


def test_an_answer_is_sent_and_appears_without_loading_the_page(page, live_server, agent):
    ticket = TicketFactory(requester_name="Rossi")
    page.goto(live_server.url + ticket.get_absolute_url())

    write(page, "We are looking into it.")
    page.get_by_role("button", name="Send to Rossi").click()

    expect(page.locator("#ticket-timeline")).to_contain_text("We are looking into it.")
    expect(page.locator("#ticket-head")).to_contain_text("Replied")
    expect(page.locator(".composer-reply textarea[name=body]")).to_have_value("")


def test_an_answer_overtaken_keeps_its_words(page, live_server, agent):
    ticket = TicketFactory()
    page.goto(live_server.url + ticket.get_absolute_url())
    write(page, "My draft")
    incoming(ticket, "<p>Never mind!</p>")

    page.locator(".composer-reply [data-default]").click()
    expect(page.locator(".arrived")).to_contain_text("Never mind!")
    expect(page.locator(".composer-reply .editor-page")).to_have_text("My draft")
    page.get_by_role("button", name="Send anyway").click()

    expect(page.locator("#ticket-timeline")).to_contain_text("My draft")
    assert Message.objects.filter(direction="out").count() == 1


def test_a_draft_outlives_the_page(page, live_server, agent):
    ticket = TicketFactory()
    page.goto(live_server.url + ticket.get_absolute_url())
    write(page, "Half a sentence")

    page.reload()

    expect(page.locator(".composer-reply .editor-page")).to_have_text("Half a sentence")


def test_a_frame_is_as_tall_as_its_words(page, live_server, agent):
    ticket = TicketFactory()
    incoming(ticket, f"<table>{'<tr><td>Row</td></tr>' * 40}</table>")
    page.goto(live_server.url + ticket.get_absolute_url())

    page.locator("iframe.is-fitted").wait_for()

    assert page.locator("iframe.is-fitted").bounding_box()["height"] > 600


def test_a_property_saves_itself_and_the_timeline_tells_it(page, live_server, agent):
    ticket = TicketFactory()
    page.goto(live_server.url + ticket.get_absolute_url())

    page.get_by_label("Urgency").select_option("5")

    expect(page.locator("#ticket-timeline")).to_contain_text("Very high")
    assert Ticket.objects.get().urgency == "5"


def test_the_list_is_worked_by_keys(page, live_server, agent):
    for subject in ("second", "first"):
        TicketFactory(subject=subject)
    page.goto(f"{live_server.url}/tickets/?view=all")

    for key in ("j", "j", "x"):
        page.keyboard.press(key)
    expect(page.locator(".bulk-bar")).to_contain_text("1 selected")
    page.keyboard.press("Enter")

    expect(page.locator("h1")).to_contain_text("second")


def test_a_note_is_unmistakable(page, live_server, agent):
    page.goto(live_server.url + TicketFactory().get_absolute_url())

    page.get_by_text("Internal note").click()

    expect(page.get_by_role("button", name="Save note — not sent")).to_be_visible()
    expect(page.locator(".composer-reply")).to_be_hidden()


def test_after_a_note_by_keys_the_composer_is_still_for_notes(page, live_server, agent):
    page.goto(live_server.url + TicketFactory().get_absolute_url())

    page.get_by_text("Internal note").click()
    expect(page.locator(".composer-note .editor-page")).to_be_focused()
    page.keyboard.type("Only for us")
    page.keyboard.press("Control+Enter")

    expect(page.locator("#ticket-timeline")).to_contain_text("Only for us")
    expect(page.locator("#mode-note")).to_be_checked()
    assert page.locator("#composer").evaluate("box => getComputedStyle(box).outlineStyle") == "none"


def test_on_a_phone_a_row_says_whose_ticket_it_is(page, live_server, agent):
    page.set_viewport_size({"width": 390, "height": 844})
    TicketFactory(company=CompanyFactory(name="Acme"), requester_name="Rossi")

    page.goto(f"{live_server.url}/tickets/?view=all")

    shown, row = page.locator("td.party"), page.locator("[data-row]")
    assert (shown.inner_text(), shown.bounding_box()["width"] > row.bounding_box()["width"] - 40) == (
        "Acme · Rossi",
        True,
    )
