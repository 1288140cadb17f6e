"""Bending an agreement on the ticket's page: with the right to, and a reason."""

from datetime import timedelta
from http import HTTPStatus

import pytest
from django.utils import timezone

from sla.enums import Kind
from tests.sla.factories import PolicyFactory
from tests.tickets.factories import TicketFactory, UserFactory
from tickets.models import Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(client):
    client.force_login(UserFactory(supervisor=True, time_zone="UTC"))
    return TicketFactory()


def test_the_dialog_offers_what_may_be_done(client, ticket):
    html = client.get(f"{ticket.get_absolute_url()}agreement/", headers={"HX-Request": "true"}).content.decode()

    assert html.count('<section class="bend">') == 3


def test_another_policy_is_chosen_with_a_reason(client, ticket):
    policy = PolicyFactory()

    client.post(f"{ticket.get_absolute_url()}agreement/choose/", {"policy": policy.pk, "reason": "Agreed by phone."})

    assert Ticket.objects.get(pk=ticket.pk).agreement.policy == policy


def test_the_agreement_starts_anew(client, ticket):
    client.post(f"{ticket.get_absolute_url()}agreement/reset/", {"reason": "Wrong queue."})

    assert ticket.events.last().kind == "tickets.agreement_reset"


def test_a_deadline_is_set_by_hand(client, ticket):
    due = (timezone.now() + timedelta(days=9)).replace(second=0, microsecond=0)
    sent = {"kind": Kind.RESOLUTION, "due_at": f"{due:%Y-%m-%dT%H:%M}", "reason": "Asked for."}

    client.post(f"{ticket.get_absolute_url()}agreement/deadline/", sent)

    clock = ticket.agreement.clocks.get(kind=Kind.RESOLUTION)
    assert (clock.is_hand_set, clock.due_at) == (True, due)


@pytest.mark.parametrize("what", ["choose", "reset", "deadline"])
def test_without_a_reason_it_is_asked_again(client, ticket, what):
    response = client.post(f"{ticket.get_absolute_url()}agreement/{what}/", {"reason": " "})

    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def test_an_agent_is_not_asked(client):
    client.force_login(UserFactory(agent=True))

    assert client.get(f"{TicketFactory().get_absolute_url()}agreement/").status_code == HTTPStatus.FORBIDDEN


def test_a_deadline_in_the_past_is_refused_in_its_form_and_the_reason_is_kept(client, ticket):
    data = {"kind": Kind.RESOLUTION, "due_at": "2020-01-01T10:00", "reason": "They insist."}

    response = client.post(f"{ticket.get_absolute_url()}agreement/deadline/", data)

    html = response.content.decode()
    assert (response.status_code, "They insist." in html) == (HTTPStatus.UNPROCESSABLE_ENTITY, True)
