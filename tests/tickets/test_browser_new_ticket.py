"""The form of a new ticket while its dependent fields are on their way, in a real browser."""

import pytest
from playwright.sync_api import expect

from tests.helpdesk.factories import UserFactory
from tests.holding import Held
from tests.tickets.factories import CategoryFactory, TypeFactory
from tickets.models import Ticket, TicketType

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def form(page, live_server, sign_in):
    """Open the form, filled in as far as it must be."""
    sign_in(page, UserFactory(supervisor=True))
    TypeFactory(code="zeb", name="Zebra")
    CategoryFactory(name="Printers", proposed_type=TicketType.objects.get(code="req"))
    page.goto(f"{live_server.url}/tickets/new/")
    page.get_by_label("Requester's e-mail").fill("rossi@alfa.example")
    page.get_by_label("Subject").fill("Smoke")
    page.get_by_label("Description").fill("It smokes.")
    return Held(page, "**/new/fields/", answered=True)


def saved(page):
    page.get_by_role("button", name="Open the ticket").click()
    page.locator("#ticket-head").wait_for()
    return Ticket.objects.get()


def test_a_choice_made_while_the_fields_are_on_their_way_is_kept(page, form):
    page.get_by_label("Impact").select_option("4")
    form.wait()
    page.get_by_label("Urgency").select_option("5")

    form.let_go()
    expect(page.locator("#new-fields")).to_contain_text("Resulting priority: Urgent")

    ticket = saved(page)
    assert (ticket.urgency, ticket.impact) == ("5", "4")


def test_sent_before_the_fields_are_there_it_is_saved_as_it_was_seen(page, form):
    page.get_by_label("Impact").select_option("4")
    form.wait()
    page.get_by_label("Urgency").select_option("5")

    ticket = saved(page)

    assert (ticket.urgency, ticket.impact) == ("5", "4")


def test_a_type_chosen_after_the_category_is_not_replaced_by_the_proposed_one(page, form):
    page.get_by_label("Category").select_option(label="Printers")
    form.wait()
    page.get_by_label("Type", exact=True).select_option("zeb")

    form.let_go()
    expect(page.locator("[name=category_before]")).not_to_have_value("")

    assert saved(page).type.code == "zeb"
