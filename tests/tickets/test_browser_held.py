"""Answers that come late, in a real browser: none of them is lost, and none undoes what was done meanwhile."""

import re

import pytest
from playwright.sync_api import expect

from tests.helpdesk.factories import UserFactory
from tests.holding import Held, heard_of
from tests.mail.factories import MailboxFactory
from tests.tickets.factories import TicketFactory
from tickets import actions
from tickets.drafts import IncomingMessage, MessageBody, Reply
from tickets.models import MailPreference, Message, Note, Ticket

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
EDITOR = ".composer-reply .editor-page"
POLLS_MS = 11_000  # long enough for every poll of the page


@pytest.fixture
def ana(page, sign_in):
    MailboxFactory()
    ana = UserFactory(supervisor=True, display_name="Ana")
    MailPreference.objects.create(user=ana, undo_seconds=300)
    sign_in(page, ana)
    page.clock.install()
    return ana


@pytest.fixture
def answered(page, live_server, ana):
    """Open the page of a ticket whose answer can still be taken back."""
    ticket = TicketFactory(requester_name="Rossi", accepted=True)
    actions.reply(ticket, Reply(MessageBody(html="<p>Wrong words</p>")), by=ana)
    page.goto(live_server.url + ticket.get_absolute_url())
    page.locator(".composer-reply .editor-tool").first.wait_for()
    return ticket


@pytest.fixture
def opened(page, live_server, ana):
    """Open the page of a ticket."""
    ticket = TicketFactory(requester_name="Rossi", accepted=True)
    page.goto(live_server.url + ticket.get_absolute_url())
    page.locator(".composer-reply .editor-tool").first.wait_for()
    return ticket


def write(page, words):
    page.get_by_role("link", name="Reply").click()
    expect(page.locator(EDITOR)).to_be_focused()
    page.keyboard.type(words)


def test_taking_back_keeps_words_and_status_however_late_it_is_answered(page, answered):
    held = Held(page, "**/undo/", answered=True)
    page.get_by_role("button", name="Undo").click()
    held.wait()
    states = heard_of(page, "/state/")

    page.clock.run_for(POLLS_MS)
    held.let_go()

    expect(page.locator(EDITOR)).to_contain_text("Wrong words")
    expect(page.locator(".ticket-status")).to_contain_text("Open")
    assert states == []


def test_a_look_at_the_fate_that_comes_after_taking_back_changes_nothing(page, answered):
    late = Held(page, "**/state/", answered=True)
    page.clock.run_for(6000)
    late.wait()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(EDITOR)).to_contain_text("Wrong words")

    with page.expect_response("**/state/"):
        late.let_go()

    expect(page.locator(".delivery-state")).to_have_text("Undone")
    expect(page.get_by_role("button", name="Undo")).to_have_count(0)


def test_what_is_typed_while_an_answer_is_taken_back_stands_below_it(page, answered):
    write(page, "And ")
    page.get_by_placeholder("more addresses").fill("boss@acme.example")
    held = Held(page, "**/undo/", answered=True)
    page.get_by_role("button", name="Undo").click()
    held.wait()
    page.locator(EDITOR).click()
    page.keyboard.press("Control+End")
    page.keyboard.type("more")

    held.let_go()

    expect(page.locator(EDITOR)).to_contain_text("Wrong words")
    expect(page.locator(EDITOR)).to_contain_text("And more")
    expect(page.get_by_placeholder("more addresses")).to_have_value("boss@acme.example")


def test_a_note_half_written_outlives_what_another_form_brings(page, opened):
    page.locator("label.mode-note").click()
    expect(page.locator(".composer-note .editor-page")).to_be_focused()
    page.keyboard.type("Only for us")
    write(page, "For you")

    page.keyboard.press("Control+Enter")

    expect(page.locator("#ticket-timeline")).to_contain_text("For you")
    page.locator("label.mode-note").click()
    expect(page.locator(".composer-note .editor-page")).to_have_text("Only for us")


def test_words_typed_while_the_answer_is_sent_are_not_lost(page, opened):
    write(page, "First")
    held = Held(page, "**/reply/", answered=True)
    page.keyboard.press("Control+Enter")
    held.wait()
    page.keyboard.press("Enter")
    page.keyboard.type("cannot wait")

    held.let_go()

    expect(page.locator("#ticket-timeline")).to_contain_text("First")
    expect(page.locator(EDITOR)).to_have_text("cannot wait")
    expect(page.locator(EDITOR)).to_be_focused()


def test_two_properties_changed_one_after_the_other_are_both_saved_and_shown(page, opened):
    held = Held(page, "**/change/", answered=True)
    page.get_by_label("Urgency").select_option("5")
    held.wait()
    page.get_by_label("Impact").select_option("4")

    held.let_go()

    expect(page.locator("#ticket-timeline")).to_contain_text("High")
    expect(page.get_by_label("Urgency")).to_have_value("5")
    expect(page.get_by_label("Impact")).to_have_value("4")
    assert Ticket.objects.values_list("urgency", "impact").get() == ("5", "4")


def test_a_choice_corrected_at_once_is_the_one_that_counts(page, opened):
    held = Held(page, "**/change/", answered=True)
    page.get_by_label("Urgency").select_option("5")
    held.wait()
    page.get_by_label("Urgency").select_option("1")

    held.let_go()

    expect(page.locator("#prop-urgency [name=was]")).to_have_value("1")
    expect(page.get_by_label("Urgency")).to_have_value("1")
    assert Ticket.objects.get().urgency == "1"


def test_words_of_a_dialog_stand_while_the_customer_writes(page, opened):
    page.locator("#ticket-actions summary").click()
    page.locator("[data-dialog=move-resolve]").click()
    page.keyboard.type("It was the cable")
    actions.receive(opened, IncomingMessage(body=MessageBody(html="<p>Never mind!</p>"), sender_name="Rossi"))

    with page.expect_response("**/news/**"):
        page.clock.run_for(POLLS_MS)
    expect(page.locator("#move-resolve-words")).to_have_value("It was the cable")
    expect(page.locator("#move-resolve-words")).to_be_focused()
    page.keyboard.press("Escape")
    page.clock.run_for(POLLS_MS)

    expect(page.locator("#ticket-timeline")).to_contain_text("Never mind!")
    expect(page.locator("#move-resolve-words")).to_have_value("It was the cable")


def test_a_dialog_opened_while_a_change_is_saved_stays_open_with_its_words(page, opened):
    held = Held(page, "**/change/", answered=True)
    page.get_by_label("Urgency").select_option("5")
    held.wait()
    page.locator("#ticket-actions summary").click()
    page.locator("[data-dialog=move-resolve]").click()
    page.keyboard.type("It was the cable")

    held.let_go()

    expect(page.locator("#ticket-timeline")).to_contain_text("Very high")
    expect(page.locator("#move-resolve-words")).to_be_visible()
    expect(page.locator("#move-resolve-words")).to_have_value("It was the cable")
    expect(page.locator("#move-resolve-words")).to_be_focused()


def test_taking_back_says_so_when_the_desk_cannot_be_reached(page, answered):
    page.route("**/undo/", lambda route: route.abort())

    page.get_by_role("button", name="Undo").click()

    expect(page.locator("[data-toast=error]")).to_contain_text("cannot be reached")


def test_a_list_shows_what_was_asked_for_last(page, live_server, ana):
    for subject in ("printer", "scanner"):
        TicketFactory(subject=subject)
    page.goto(f"{live_server.url}/tickets/?view=all")
    late = Held(page, re.compile("q=printer"), answered=True)
    page.get_by_label("Search in this view").fill("printer")
    page.clock.run_for(500)
    late.wait()
    page.get_by_label("Search in this view").fill("scanner")
    page.clock.run_for(500)
    expect(page.locator("[data-row]")).to_have_count(1)

    late.let_go()

    expect(page.locator("[data-row]")).to_contain_text("scanner")


def test_an_answer_that_waits_for_a_note_is_sent_from_the_composer_that_the_note_brought(page, opened):
    page.get_by_text("Internal note").first.click()
    page.keyboard.type("Only for us")
    held = Held(page, re.compile("/notes?/"))
    page.keyboard.press("Control+Enter")
    held.wait()
    page.locator("label[for=mode-reply]").click()
    page.keyboard.type("For the customer")
    page.keyboard.press("Control+Enter")

    held.let_go()

    expect(page.locator("#ticket-timeline")).to_contain_text("For the customer")
    assert (Note.objects.count(), Message.objects.filter(direction="out").count()) == (1, 1)


def test_a_move_that_waits_for_another_change_is_made_from_the_menu_that_it_brought(page, live_server, ana):
    ticket = TicketFactory(requester_name="Rossi")
    page.goto(live_server.url + ticket.get_absolute_url())
    held = Held(page, re.compile("/take/"))
    page.get_by_role("button", name="Take", exact=True).click()
    held.wait()
    page.locator("#ticket-actions summary").click()
    with page.expect_response(re.compile("/move/")):
        page.locator("#ticket-actions .menu-panel form button").first.click()
        held.let_go()

    assert Ticket.objects.get().status_category != "new"
