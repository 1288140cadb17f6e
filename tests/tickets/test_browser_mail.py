"""Mail on the page, in a real browser."""

import pytest
from playwright.sync_api import expect

from mail import actions as mail_actions
from tests.helpdesk.factories import UserFactory
from tests.mail.factories import MailboxFactory, journaled
from tests.mail.mails import mail
from tests.tickets.factories import TicketFactory
from tests.tickets.intake.arriving import arrive, written
from tickets import actions
from tickets.drafts import MessageBody, Reply
from tickets.models import MailPreference, Ticket

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def mailbox(transactional_db):
    return MailboxFactory(address="support@desk.example")


@pytest.fixture
def ana(page, sign_in, mailbox):
    ana = UserFactory(supervisor=True, display_name="Ana")
    sign_in(page, ana)
    return ana


def test_the_customers_answer_arrives_while_the_page_is_open(page, live_server, ana, mailbox):
    ticket = TicketFactory(requester_email="rossi@alfa.example")
    ours = actions.reply(ticket, Reply(MessageBody(html="<p>Switch it off</p>")), by=ana).outbound
    page.goto(live_server.url + ticket.get_absolute_url())

    arrive(mailbox, written("Still smokes", In_Reply_To=ours.message_id))

    expect(page.locator("#ticket-timeline")).to_contain_text("Still smokes", timeout=25_000)
    expect(page.locator("#ticket-timeline").get_by_text("Still smokes")).to_have_count(1)
    expect(page.locator("#ticket-head")).to_contain_text("Open")


def test_an_answer_is_taken_back_before_it_leaves(page, live_server, ana):
    MailPreference.objects.create(user=ana, undo_seconds=60)
    ticket = TicketFactory()
    actions.reply(ticket, Reply(MessageBody(html="<p>Wrong words</p>")), by=ana)
    page.goto(live_server.url + ticket.get_absolute_url())

    page.get_by_role("button", name="Undo").click()

    expect(page.locator("#ticket-timeline")).to_contain_text("Undone")
    assert ticket.messages.get().outbound.deliveries.get().state == "undone"


def test_a_mail_that_was_set_aside_becomes_a_ticket(page, live_server, ana, mailbox, settings):
    settings.MAIL_INTAKE_TASK = ""
    inbound = journaled(mail("It smokes", Subject="Printer"), mailbox=mailbox)
    inbound.subject = "Printer"
    mail_actions.mark_quarantined(inbound, "Reading this mail took too much time or memory.")
    page.goto(f"{live_server.url}/mail/attention/")

    page.get_by_role("link", name="Printer").click()
    expect(page.locator("main")).to_contain_text("It smokes")
    page.get_by_role("button", name="New ticket").click()

    expect(page.locator("#ticket-head")).to_contain_text("Printer")
    assert Ticket.objects.get().messages.get().attachments.get().name == "Printer.eml"
