"""Moves and statuses."""

import pytest

from tests.crm.factories import ContactFactory
from tests.helpdesk.factories import UserFactory
from tests.tickets.factories import StatusFactory, TicketFactory
from tickets.models import Ticket

pytestmark = pytest.mark.django_db


def move(client, ticket, name, headers=None, **data):
    return client.post(f"{ticket.get_absolute_url()}move/{name}/", data, headers=headers)


def status(client, ticket, code, headers=None, **data):
    return client.post(f"{ticket.get_absolute_url()}status/", {"status": code, **data}, headers=headers)


def test_a_move_brings_the_ticket_where_it_leads(client, agent):
    ticket = TicketFactory()

    response = move(client, ticket, "accept")

    assert response.url == ticket.get_absolute_url()
    assert Ticket.objects.get().status_category == "open"


def test_closing_and_reopening_sets_and_clears_the_closing_date(client, agent):
    ticket = TicketFactory()

    move(client, ticket, "close")
    closed_at = Ticket.objects.get().closed_at
    move(client, ticket, "reopen")

    assert closed_at is not None
    assert Ticket.objects.get().closed_at is None
    assert list(ticket.events.values_list("data__move", flat=True))[-2:] == ["close", "reopen"]


def test_a_move_without_its_reason_is_refused(client, agent):
    response = move(client, TicketFactory(), "hold")

    assert response.status_code == 409
    assert "Give a reason" in response.content.decode()


def test_a_move_that_leads_nowhere_is_refused(client, agent):
    assert move(client, TicketFactory(), "reopen").status_code == 409


def test_a_move_that_there_is_not_is_not_found(client, agent):
    assert move(client, TicketFactory(), "explode").status_code == 404


def test_a_move_by_htmx_brings_the_pieces_that_changed(client, agent, htmx):
    html = move(client, TicketFactory(), "accept", htmx).content.decode()

    assert html.count('id="ticket-head"') == html.count('id="ticket-side"') == 1


def test_a_requester_judges_the_solution_of_his_own_ticket(client):
    customer = UserFactory()
    ticket = TicketFactory(requester=ContactFactory(user=customer), resolved=True)
    client.force_login(customer)

    move(client, ticket, "refuse", words="It is still broken")

    assert Ticket.objects.get().status_category == "open"


def test_a_customer_makes_no_other_move(client):
    customer = UserFactory()
    ticket = TicketFactory(requester=ContactFactory(user=customer))
    client.force_login(customer)

    assert move(client, ticket, "close").status_code == 403


def test_the_ticket_of_another_customer_is_not_found(client):
    client.force_login(UserFactory())

    assert move(client, TicketFactory(resolved=True), "approve").status_code == 404


def test_a_status_is_reached_by_the_move_that_leads_there(client, agent):
    status(client, TicketFactory(), "open")

    assert Ticket.objects.get().status.code == "open"


def test_a_status_of_another_type_is_neither_offered_nor_accepted(client, agent):
    ticket = TicketFactory()
    StatusFactory(type=TicketFactory().type, code="waiting", name="Waiting for Godot")

    page = client.get(ticket.get_absolute_url()).content.decode()
    response = status(client, ticket, "waiting")

    assert "Waiting for Godot" not in page
    assert response.status_code == 409


def test_a_status_that_needs_words_asks_for_them_in_its_place(client, agent, htmx):
    response = status(client, TicketFactory(), "resolved", htmx)

    assert (response.status_code, response["HX-Retarget"]) == (422, "#prop-status")
    assert "Write how it was solved" in response.content.decode()


def test_a_status_that_needs_words_asks_for_them_on_a_page_of_its_own(client, agent):
    response = status(client, TicketFactory(), "resolved")

    assert response.status_code == 422
    assert 'name="words"' in response.content.decode()


def test_a_status_is_reached_with_its_words(client, agent):
    status(client, TicketFactory(), "resolved", words="Restarted.\n\nDone.")

    assert Ticket.objects.get().solution == "<p>Restarted.</p><p>Done.</p>"


def test_a_status_out_of_reach_is_refused_and_the_fields_are_shown_as_they_are(client, agent, htmx):
    response = status(client, TicketFactory(closed=True), "replied", htmx)

    assert response.status_code == 409
    assert 'id="ticket-side"' in response.content.decode()
