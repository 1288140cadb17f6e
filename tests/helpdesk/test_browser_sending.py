"""A form that is under way, in a real browser: its buttons rest, and a second click sends nothing."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from crm.models import Contact
from tests.helpdesk.factories import UserFactory
from tests.holding import Held, heard_of
from tests.mail.factories import MailboxFactory
from tests.tickets.factories import TicketFactory
from tickets.models import Note

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _agent(page, sign_in):
    MailboxFactory()
    sign_in(page, UserFactory(agent=True))


def fill_in_a_contact(page, live_server):
    page.goto(live_server.url + reverse("crm:contact_new"))
    page.get_by_label("Name").fill("Mario Rossi")
    page.get_by_label("E-mail").fill("mario@acme.example")
    return page.locator("form:has([name=email])"), page.get_by_role("button", name="Save")


def test_a_plain_form_is_sent_once_however_often_it_is_clicked(page, live_server):
    form, save = fill_in_a_contact(page, live_server)
    held, sent = Held(page, "**/contacts/new/"), heard_of(page, "/contacts/new/")

    save.click(no_wait_after=True)
    expect(save).to_be_disabled()
    expect(form).to_have_attribute("aria-busy", "true")
    save.dispatch_event("click")
    save.press("Enter", no_wait_after=True)
    held.wait()
    held.let_go()
    page.wait_for_url(re.compile(r"/contacts/[0-9a-f-]{36}/"))

    assert (len(sent), Contact.objects.count()) == (1, 1)


def test_a_plain_form_can_be_sent_again_when_somebody_comes_back_to_it(page, live_server):
    _form, save = fill_in_a_contact(page, live_server)
    save.click()
    page.wait_for_url(re.compile(r"/contacts/[0-9a-f-]{36}/"))

    page.go_back()

    expect(save).to_be_enabled()
    expect(page.locator("form[aria-busy]")).to_have_count(0)


def test_a_note_is_sent_once_and_its_button_keeps_the_focus(page, live_server):
    ticket = TicketFactory(accepted=True)
    page.goto(live_server.url + ticket.get_absolute_url())
    page.get_by_text("Internal note").first.click()
    page.keyboard.type("Only for us")
    save = page.locator(".composer-note button[data-default]")
    held, sent = Held(page, re.compile("/note/")), heard_of(page, "/note/")

    save.click(no_wait_after=True)
    held.wait()
    expect(save).to_be_disabled()
    expect(save).to_be_focused()
    save.dispatch_event("click")
    page.keyboard.press("Enter")
    held.let_go()

    expect(page.locator("#ticket-timeline")).to_contain_text("Only for us")
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
    assert (len(sent), Note.objects.count()) == (1, 1)
