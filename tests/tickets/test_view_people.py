"""Owners and watchers."""

from datetime import date

import pytest

from tests.helpdesk.factories import UserFactory
from tests.tickets.factories import TicketFactory, TypeFactory, limited_agent
from tickets import actions
from tickets.forms import AssignManyForm, NewTicketForm, OwnerForm
from tickets.models import Ticket, Watcher

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mailbox")]


def post(client, ticket, verb, headers=None, **data):
    return client.post(f"{ticket.get_absolute_url()}{verb}/", data, headers=headers)


@pytest.fixture
def lead(client):
    lead = UserFactory(supervisor=True)
    client.force_login(lead)
    return lead


def test_an_agent_takes_a_ticket(client, agent):
    post(client, TicketFactory(), "take")

    assert Ticket.objects.get().assignee == agent


def test_an_agent_gives_no_ticket_to_others(client, agent):
    response = post(client, TicketFactory(), "assign", assignee=UserFactory(agent=True).pk)

    assert response.status_code == 403
    assert Ticket.objects.get().assignee is None


def test_a_supervisor_gives_a_ticket_to_others(client, lead, htmx):
    luca = UserFactory(agent=True, display_name="Luca")

    html = post(client, TicketFactory(), "assign", htmx, assignee=luca.pk).content.decode()

    assert Ticket.objects.get().assignee == luca
    assert "gave the ticket to Luca" in html


def test_wherever_owners_are_offered_are_those_who_see_tickets(client):
    TypeFactory()
    lead, own = UserFactory(supervisor=True, display_name="Lead"), limited_agent("own", display_name="Own")
    UserFactory(is_agent=True, display_name="Nico"), UserFactory(agent=True, is_active=False)
    client.force_login(lead)
    ticket = TicketFactory()

    offered = [
        OwnerForm(ticket).fields["assignee"].queryset,
        NewTicketForm(user=lead, today=date(2026, 3, 2)).fields["assignee"].queryset,
        AssignManyForm({}, user=lead).fields["assignee"].queryset,
        client.get("/tickets/?view=all").context["agents"],
    ]

    assert list(map(list, offered)) == [[lead, own]] * 4


def test_an_owner_who_sees_no_tickets_any_more_still_stands_there(client, lead):
    luca = UserFactory(agent=True)
    ticket = TicketFactory(assignee=luca)
    luca.groups.clear()

    form = client.get(ticket.get_absolute_url()).context["owner_form"]

    assert (form.initial["assignee"], set(form.fields["assignee"].queryset)) == (luca.pk, {lead, luca})


def test_a_supervisor_gives_no_ticket_to_who_would_not_see_it(client, lead):
    response = post(client, TicketFactory(), "assign", assignee=UserFactory(is_agent=True).pk)

    assert (response.status_code, Ticket.objects.get().assignee) == (403, None)
    assert "see tickets can own one" in response.content.decode()


def test_a_supervisor_gives_a_ticket_to_nobody(client, lead):
    post(client, TicketFactory(assignee=lead), "assign", assignee="")

    assert Ticket.objects.get().assignee is None


def test_a_customer_cannot_own_a_ticket(client, lead):
    assert post(client, TicketFactory(), "assign", assignee=UserFactory().pk).status_code == 403


def test_an_owner_changed_meanwhile_is_shown_as_mine_and_theirs(client, lead, htmx):
    marta, luca = UserFactory(agent=True, display_name="Marta"), UserFactory(agent=True, display_name="Luca")
    ticket = TicketFactory(assignee=marta)

    response = post(client, ticket, "assign", htmx, assignee=luca.pk, was="")

    assert (response.status_code, response["HX-Retarget"]) == (409, "#prop-assignee")
    assert "Keep theirs: Marta" in response.content.decode()


def test_a_ticket_is_taken_from_its_owner(client, agent):
    ticket = TicketFactory()
    actions.assign(ticket, agent, by=agent)

    post(client, ticket, "unassign")

    assert Ticket.objects.get().assignee is None
    assert ticket.participants.get().removed_at is not None


def test_an_agent_watches_and_stops_watching(client, agent):
    ticket = TicketFactory()

    post(client, ticket, "watch")
    watching = list(Watcher.objects.values_list("user", flat=True))
    post(client, ticket, "unwatch")

    assert watching == [agent.pk]
    assert Watcher.objects.count() == 0


def test_an_address_is_told_of_news(client, agent):
    post(client, TicketFactory(), "watch", email="boss@acme.example")

    assert Watcher.objects.get().email == "boss@acme.example"


def test_an_address_is_told_no_longer(client, agent):
    ticket = TicketFactory()
    actions.add_watchers(ticket, ["boss@acme.example", "ext@beta.example"])

    html = client.get(ticket.get_absolute_url()).content.decode()
    post(client, ticket, "unwatch", email="boss@acme.example")

    assert [w.address for w in ticket.watchers.all()] == ["ext@beta.example"]
    assert html.count("Remove the watcher boss@acme.example") == 1


def test_what_is_no_address_is_not_told(client, agent):
    post(client, TicketFactory(), "watch", email="boss")

    assert Watcher.objects.count() == 0


@pytest.mark.parametrize("verb", ["take", "assign", "unassign", "watch", "unwatch"])
def test_customers_have_no_say_in_this(client, verb):
    customer = UserFactory()
    ticket = TicketFactory(requester_email=customer.email)
    client.force_login(customer)

    assert post(client, ticket, verb).status_code == 404
