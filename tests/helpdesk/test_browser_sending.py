"""A form that is under way, in a real browser: its buttons rest, and a second click sends nothing."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from crm.models import Company, Contact
from tests.helpdesk.factories import UserFactory
from tests.holding import Held, heard_of
from tests.mail.factories import MailboxFactory
from tests.tickets.factories import TicketFactory
from tickets.models import Note, Ticket

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
COMPANY = re.compile(r"/companies/(?!new/)[^/]+/$")

CLICKED_THRICE = """(button) => {
  for (let time = 0; time < 3; time += 1) button.click();
  return [button.getAttribute("aria-disabled"), button.form.getAttribute("aria-busy")];
}"""


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
    _form, save = fill_in_a_contact(page, live_server)
    sent = heard_of(page, "/contacts/new/")

    told = save.evaluate(CLICKED_THRICE)
    page.wait_for_url(re.compile(r"/contacts/[0-9a-f-]{36}/"))

    assert (told, len(sent), Contact.objects.count()) == (["true", "true"], 1, 1)


def test_a_plain_form_can_be_sent_again_when_somebody_comes_back_to_it(page, live_server):
    _form, save = fill_in_a_contact(page, live_server)
    save.click()
    page.wait_for_url(re.compile(r"/contacts/[0-9a-f-]{36}/"))

    page.go_back()

    expect(save).to_be_enabled()
    expect(page.locator("form[aria-busy]")).to_have_count(0)


def open_a_ticket(page, live_server):
    page.goto(live_server.url + reverse("tickets:ticket_new"))
    page.get_by_label("Requester's e-mail").fill("rossi@alfa.example")
    page.get_by_label("Subject").fill("Smoke")
    page.locator(".editor-tool").first.wait_for()
    page.locator("rich-editor textarea").click()
    page.locator(".editor-page").wait_for()
    page.keyboard.type("It smokes.")
    page.keyboard.press("Enter")
    page.keyboard.type("Much.")
    page.get_by_role("button", name="Open the ticket").click()
    page.locator("#ticket-head").wait_for()


def enter_a_company(page, live_server):
    page.goto(live_server.url + reverse("crm:company_new"))
    page.get_by_label("Name", exact=True).first.fill("Acme")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(COMPANY)


def test_a_ticket_that_is_sent_again_after_coming_back_is_the_same(page, live_server):
    open_a_ticket(page, live_server)

    page.go_back()
    expect(page.locator(".editor-page")).to_have_text("It smokes.Much.")
    page.get_by_role("button", name="Open the ticket").click()
    page.locator("#ticket-head").wait_for()

    assert Ticket.objects.count() == 1


def test_a_company_that_is_sent_again_after_coming_back_is_the_same(page, live_server):
    enter_a_company(page, live_server)

    page.go_back()
    expect(page.get_by_label("Name", exact=True).first).to_have_value("Acme")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(COMPANY)

    assert Company.objects.count() == 1


def test_another_company_that_is_sent_after_coming_back_is_entered_when_it_is_sent_again(page, live_server):
    enter_a_company(page, live_server)

    page.go_back()
    expect(page.get_by_label("Name", exact=True).first).to_have_value("Acme")
    page.get_by_label("Name", exact=True).first.fill("Zebra")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("Send it again")
    before = Company.objects.count()
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(COMPANY)

    assert (before, {company.name for company in Company.objects.all()}) == (1, {"Acme", "Zebra"})


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
