"""Every due date can be asked why."""

from http import HTTPStatus

import pytest
from django.urls import reverse

from sla.enums import Kind
from sla.models import Clock
from tests.crm.factories import ContactFactory
from tests.tickets.factories import TicketFactory, UserFactory

pytestmark = pytest.mark.django_db


def address(ticket, kind=Kind.RESOLUTION) -> str:
    clock = ticket.agreement.clocks.get(kind=kind)
    return reverse("tickets:clock_explained", args=[ticket.slug, clock.pk])


def test_an_agent_reads_policy_days_and_sum(client):
    ticket = TicketFactory()
    client.force_login(UserFactory(agent=True))

    html = client.get(address(ticket)).content.decode()

    assert str(ticket.agreement.policy) in html
    assert "Working time" in html
    assert "reckoning-total" in html


def test_the_dialog_gets_the_panel_alone(client):
    ticket = TicketFactory()
    client.force_login(UserFactory(agent=True))

    response = client.get(address(ticket), headers={"HX-Request": "true"})

    assert response.content.lstrip().startswith(b'<div class="dialog-head">')


def test_a_date_set_by_hand_says_so_and_shows_no_sum(client):
    ticket = TicketFactory()
    ticket.agreement.clocks.update(is_hand_set=True)
    client.force_login(UserFactory(agent=True))

    html = client.get(address(ticket)).content.decode()

    assert "set by hand" in html
    assert "reckoning-total" not in html


def test_a_customer_asks_it_of_his_own_ticket_and_of_no_other(client):
    ana = UserFactory()
    own, other = TicketFactory(requester=ContactFactory(user=ana, email=ana.email)), TicketFactory()
    client.force_login(ana)

    statuses = [client.get(address(ticket)).status_code for ticket in (own, other)]

    assert statuses == [HTTPStatus.OK, HTTPStatus.NOT_FOUND]


def test_a_clock_of_another_ticket_is_not_found(client):
    ticket, other = TicketFactory(), TicketFactory()
    client.force_login(UserFactory(agent=True))

    response = client.get(reverse("tickets:clock_explained", args=[ticket.slug, Clock.objects.last().pk]))

    assert other.agreement.clocks.last() == Clock.objects.last()
    assert response.status_code == HTTPStatus.NOT_FOUND
