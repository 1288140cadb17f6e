"""One thing done with many tickets."""

import pytest

from tests.helpdesk.factories import UserFactory
from tests.tickets.factories import TicketFactory
from tickets.forms import bulk
from tickets.models import Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mailbox")]


def post(client, verb, tickets, **data):
    return client.post(f"/tickets/bulk/{verb}/", {"ticket": [ticket.slug for ticket in tickets], **data})


def test_chosen_tickets_are_taken(client, agent):
    tickets = [TicketFactory(), TicketFactory()]
    other = TicketFactory()

    response = post(client, "take", tickets)

    assert len(response.context["done"]) == 2
    assert list(Ticket.objects.filter(assignee=None)) == [other]


def test_each_refusal_is_told_with_its_reason_and_holds_back_no_other(client, agent):
    new, closed = TicketFactory(), TicketFactory(closed=True)

    response = post(client, "move", [new, closed], move="accept")

    assert [outcome.ticket for outcome in response.context["done"]] == [new]
    assert [outcome.reason for outcome in response.context["refused"]] == [
        "“Accept” is not possible while a ticket is “Closed”."
    ]


def test_a_move_that_needs_words_takes_them_for_all(client, agent):
    tickets = [TicketFactory(), TicketFactory()]

    post(client, "move", tickets, move="resolve", words="Restarted.")

    assert set(Ticket.objects.values_list("solution", flat=True)) == {"<p>Restarted.</p>"}


def test_a_supervisor_gives_many_to_one(client):
    client.force_login(UserFactory(supervisor=True))
    luca = UserFactory(agent=True)

    post(client, "assign", [TicketFactory(), TicketFactory()], assignee=luca.pk)

    assert set(Ticket.objects.values_list("assignee", flat=True)) == {luca.pk}


def test_an_agent_gives_none_to_others(client, agent):
    response = post(client, "assign", [TicketFactory()], assignee=UserFactory(agent=True).pk)

    assert [outcome.reason for outcome in response.context["refused"]] == [
        "You may take a ticket yourself, but not give it to others."
    ]


def test_many_get_one_priority(client, agent):
    post(client, "prioritise", [TicketFactory(), TicketFactory()], priority="urgent")

    assert set(Ticket.objects.values_list("priority__code", flat=True)) == {"urgent"}


@pytest.mark.parametrize(
    ("verb", "data"), [("take", {}), ("move", {"move": "explode"}), ("assign", {}), ("prioritise", {"priority": "x"})]
)
def test_what_is_missing_is_said(client, agent, verb, data):
    tickets = [] if verb == "take" else [TicketFactory()]

    assert post(client, verb, tickets, **data).status_code == 400


def test_too_many_at_once_are_refused(client, agent, monkeypatch):
    monkeypatch.setattr(bulk, "MOST", 1)

    assert post(client, "take", [TicketFactory(), TicketFactory()]).status_code == 400


@pytest.mark.parametrize("verb", ["take", "move", "assign", "prioritise"])
def test_customers_do_nothing_in_bulk(client, verb):
    customer = UserFactory()
    client.force_login(customer)

    assert post(client, verb, [TicketFactory(requester_email=customer.email)]).status_code == 404
