"""The way through the pages: choose, look, generate, see what came of it."""

from uuid import uuid4

import pytest
from django.urls import reverse

from billing import actions
from billing.drafts import Options
from billing.models import InvoiceProposal, ProposalBatch
from tests.billing.factories import PayingTicketFactory, generate, log
from tests.helpdesk.factories import UserFactory

pytestmark = pytest.mark.django_db
GENERATE, CREATE = reverse("billing:generate"), reverse("billing:batch_create")


@pytest.fixture
def biller(client):
    user = UserFactory(biller=True)
    client.force_login(user)
    return user


def slugs(*tickets):
    return [ticket.slug for ticket in tickets]


@pytest.mark.parametrize("method", ["get", "post"])
def test_each_chosen_ticket_is_judged_before_anything_is_made(client, biller, world, method):
    lost = PayingTicketFactory(company=world.alfa)

    response = getattr(client, method)(GENERATE, {"ticket": slugs(world.t1, lost)})

    judged = {one.ticket: [blocker.reason for blocker in one.blockers] for one in response.context["candidates"]}
    assert judged == {world.t1: [], lost: ["NO_WORKS"]}
    assert not ProposalBatch.objects.exists()


def test_without_a_choice_the_page_says_so(client, biller):
    assert "No ticket was chosen" in client.get(GENERATE).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_judging_costs_the_same_for_any_count(client, biller, django_assert_num_queries, count):
    tickets = [PayingTicketFactory() for _ in range(count)]
    for ticket in tickets:
        log(ticket)
    client.get(GENERATE)

    with django_assert_num_queries(10):
        client.get(GENERATE, {"ticket": slugs(*tickets)})


def test_generating_leads_to_the_result_with_a_reason_for_each_ticket_left_out(client, biller, world):
    lost = PayingTicketFactory(company=world.alfa)
    sent = {"ticket": slugs(world.t1, world.t2, lost), "key": uuid4(), "group_by_customer": "on", "group_works": "on"}

    page = client.post(CREATE, sent, follow=True).content.decode()

    (made,) = InvoiceProposal.objects.all()
    assert (made.places.count(), made.get_absolute_url() in page) == (2, True)
    assert ["No work has been logged on it" in page, lost.get_absolute_url() in page] == [True, True]


def test_a_replayed_post_leads_to_the_same_batch_x04(client, biller, world):
    sent = {"ticket": slugs(world.t1), "key": uuid4()}

    first, second = (client.post(CREATE, sent).url for _ in range(2))

    assert (first, InvoiceProposal.objects.count()) == (second, 1)


def test_a_form_without_its_key_makes_nothing(client, biller, world):
    response = client.post(CREATE, {"ticket": slugs(world.t1)})

    assert (response.status_code, ProposalBatch.objects.exists()) == (422, False)


@pytest.mark.parametrize("path", [GENERATE, CREATE])
def test_agents_without_the_right_are_refused_b28(client, world, path):
    client.force_login(UserFactory(agent=True))

    response = client.post(path, {"ticket": slugs(world.t1), "key": uuid4()})

    assert (response.status_code, InvoiceProposal.objects.exists()) == (403, False)


def test_a_batch_under_way_asks_again_and_a_finished_one_does_not(client, biller, world):
    batch, _new = actions.prepare_batch([world.t1, world.t3], Options(), by=biller, key=uuid4())
    under_way = client.get(batch.get_absolute_url(), headers={"HX-Request": "true"}).content.decode()
    actions.run_batch(batch)
    finished = client.get(batch.get_absolute_url(), headers={"HX-Request": "true"}).content.decode()

    assert ["every 1s" in under_way, "0 of 2 tickets are done" in under_way] == [True, True]
    assert ["every 1s" in finished, "2 proposals were made" in finished] == [False, True]


@pytest.mark.parametrize("count", [1, 3])
def test_the_result_costs_the_same_for_any_count(client, biller, django_assert_num_queries, count):
    tickets = [PayingTicketFactory() for _ in range(count)]
    for ticket in tickets:
        log(ticket)
    batch = generate(*tickets, PayingTicketFactory(), by=biller)
    client.get(batch.get_absolute_url(), headers={"HX-Request": "true"})

    with django_assert_num_queries(7):
        client.get(batch.get_absolute_url(), headers={"HX-Request": "true"})
