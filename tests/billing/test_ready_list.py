"""Ready to bill: who waits, for how long, and what keeps him."""

import pytest
from django.urls import reverse

from tests.billing.factories import PayingTicketFactory, log
from tests.helpdesk.factories import UserFactory
from tests.tickets.factories import TicketFactory

pytestmark = pytest.mark.django_db
READY = reverse("billing:ready_list")


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_any_count(client, django_assert_num_queries, count):
    for _ in range(count):
        log(PayingTicketFactory())
    client.force_login(UserFactory(biller=True))
    client.get(READY, headers={"HX-Request": "true"})

    with django_assert_num_queries(10):
        client.get(READY, headers={"HX-Request": "true"})


def test_only_closed_tickets_to_be_billed_wait_here(client):
    ready = PayingTicketFactory()
    TicketFactory(accepted=True)
    PayingTicketFactory(row={"billing_status": "contract"})
    client.force_login(UserFactory(biller=True))

    response = client.get(READY)

    assert [one.ticket for one in response.context["candidates"]] == [ready]


def test_each_row_shows_what_it_brings_or_what_keeps_it(client, world):
    lost = PayingTicketFactory(company=world.alfa)
    client.force_login(UserFactory(biller=True))

    response = client.get(READY)

    shown = {
        one.ticket: (one.worth, [blocker.reason for blocker in one.blockers]) for one in response.context["candidates"]
    }
    assert shown[world.t1] == (210, [])
    assert shown[lost] == (None, ["NO_WORKS"])


def test_agents_have_no_business_here(client):
    client.force_login(UserFactory(agent=True))

    assert client.get(READY).status_code == 403


def test_customers_find_nothing_here(client):
    client.force_login(UserFactory())

    assert client.get(READY).status_code == 404
