"""How an answer goes, whose people are offered, handing over, and news, in a real browser."""

import re

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from playwright.sync_api import expect

from tests.crm.factories import CompanyFactory, ContactFactory, ProjectFactory
from tests.helpdesk.factories import UserFactory
from tests.mail.factories import MailboxFactory
from tests.tickets.factories import TicketFactory
from tickets import actions
from tickets.enums import NotificationKind
from tickets.models import Message, Note, Ticket

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def ana(page, sign_in):
    MailboxFactory()
    ana = UserFactory(agent=True, display_name="Ana")
    sign_in(page, ana)
    return ana


def test_what_was_told_on_the_phone_is_written_down(page, live_server, ana):
    page.goto(live_server.url + TicketFactory(requester_name="Rossi").get_absolute_url())
    page.locator(".composer-reply .editor-tool").first.wait_for()
    expect(page.get_by_role("button", name="Send to Rossi")).to_be_visible()

    page.get_by_label("How", exact=True).select_option("phone")
    expect(page.locator(".composer-reply").get_by_label("Cc")).to_be_hidden()
    page.get_by_label("Your answer").first.click()
    page.locator(".composer-reply .editor-page").wait_for()
    page.keyboard.type("Turn it off and on.")
    page.get_by_role("button", name="Write down the answer").click()

    expect(page.locator("#ticket-timeline")).to_contain_text("Turn it off and on.")
    assert (Message.objects.get().source, Message.objects.get().outbound) == ("phone", None)


def test_a_ticket_is_handed_over_in_a_dialog(page, live_server, ana):
    UserFactory(agent=True, display_name="Ben").groups.add(Group.objects.create(name="Network"))
    page.goto(live_server.url + TicketFactory(assignee=ana).get_absolute_url())

    page.locator(".page-actions summary").click()
    page.get_by_role("link", name="Hand over").click()
    dialog = page.get_by_role("dialog", name="Hand over")
    dialog.get_by_label("Who takes over").select_option(label="Network")
    dialog.get_by_label("Note").fill("The switch is dead")
    dialog.get_by_role("button", name="Hand over").click()

    expect(page.locator("#ticket-timeline")).to_contain_text("handed the ticket over to Network")
    assert (Ticket.objects.get().group.name, Note.objects.get().text) == ("Network", "The switch is dead")


def test_a_client_who_does_not_pay_is_asked_about_in_a_dialog(page, live_server, ana):
    ticket = TicketFactory(requester=ContactFactory(name="Rossi", company=CompanyFactory(name="Beta")))
    alfa = CompanyFactory(name="Alfa")
    page.goto(f"{live_server.url}{ticket.get_absolute_url()}?tab=details")

    page.locator("#prop-company .ts-control").click()
    page.locator("#prop-company .ts-dropdown .option", has_text="Alfa").click()
    dialog = page.get_by_role("dialog", name="Is this intended?")
    expect(dialog).to_contain_text("Rossi belongs to Beta, but Alfa would pay.")
    dialog.get_by_role("button", name="Yes, on purpose").click()

    expect(page.locator("#ticket-timeline")).to_contain_text("confirmed Alfa as the customer")
    assert Ticket.objects.get().company == alfa


def test_the_new_ticket_offers_the_people_and_projects_of_the_client_that_is_chosen(page, live_server, ana):
    for name in ("Alfa", "Beta"):
        company = CompanyFactory(name=name)
        ContactFactory(name=f"{name} person", company=company), ProjectFactory(name=f"{name} project", company=company)
    page.goto(f"{live_server.url}/tickets/new/")
    client, requester = (page.locator(f"#id_{name} + .ts-wrapper") for name in ("company", "requester"))
    requester.locator(".ts-control").click()
    expect(requester.locator(".option", has_text="person")).to_have_count(2)

    client.locator(".ts-control").click()
    client.locator(".option", has_text="Beta").click()
    requester.locator(".ts-control").click()

    expect(requester.locator(".option", has_text="person")).to_have_text([re.compile("^Beta person")])
    expect(page.locator("#id_project option", has_text="project")).to_have_count(1)


def test_a_row_of_news_is_marked_read_where_it_stands(page, live_server, ana):
    tickets = [TicketFactory(subject=subject) for subject in ("Printer", "Router", "Printer again")]
    for ticket in (*tickets, tickets[0]):
        actions.notify(ticket, NotificationKind.ASSIGNED, [ana], data={"by": "Ben"}, now=timezone.now())
    page.goto(f"{live_server.url}/notifications/")
    expect(page.locator(".news > li")).to_have_count(3)

    page.get_by_role("button", name=f"Mark the notifications of {tickets[0].reference} as read").click()

    expect(page.locator(".news > li.is-unread")).to_have_count(2)
    expect(page.locator("#count-unread")).to_have_text("")
