"""The rate of a ticket and of a work: who sets it, when it is locked, where it is told."""

from decimal import Decimal

import pytest
from django.urls import reverse

from billing import actions
from billing.errors import BillingIsNotYours, RateLocked
from billing.models import BillingEvent, ProposalLine, Work
from tests.billing.factories import (
    PayingTicketFactory,
    ServiceFactory,
    euros,
    generate,
    log,
    proposal,
    proposals_of,
    work_draft,
)
from tests.helpdesk.factories import UserFactory
from tests.pages import plain
from tickets.models import Ticket

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def rate_of(ticket):
    return Ticket.objects.get(pk=ticket.pk).rate


def post(client, ticket, rate):
    return client.post(reverse("billing:ticket_rate", args=[ticket.slug]), {"rate": rate}, headers=HTMX)


def typed(**values):
    times = {"work_date": "2026-03-02", "starts": "09:00", "ends": "10:00", "billing_mode": "billable"}
    return {**times, "service": ServiceFactory().pk, **values}


def test_a_rate_is_kept_in_the_history_and_told_and_the_status_stays(world):
    biller = UserFactory(biller=True)
    actions.set_not_billed(world.t1, "Goodwill", by=biller)

    after = actions.set_rate(world.t1, Decimal(75), by=biller)

    event = BillingEvent.objects.of_ticket(world.t1)[0]
    assert (event.trigger, event.actor, event.rate_before, event.rate_after) == ("rate_set", biller, 0, 75)
    assert (after.billing_status, after.billing_is_manual, after.cancellation_reason) == (
        "not_billed",
        True,
        "Goodwill",
    )
    told = world.t1.events.latest("pk")
    assert (told.kind, told.data) == ("billing.rate_set", {"before": "0.00", "after": "75.00", "currency": "EUR"})


def test_the_same_rate_again_is_no_change(world):
    actions.set_rate(world.t1, Decimal("0.00"), by=UserFactory(biller=True))

    assert not BillingEvent.objects.exists()


def test_the_rate_is_locked_in_a_proposal_and_its_lines_stay_x06(world):
    made = proposal(world.t1)

    with pytest.raises(RateLocked) as refused:
        actions.set_rate(world.t1, Decimal(75), by=UserFactory(biller=True))

    assert f'href="{made.get_absolute_url()}"' in refused.value.reason
    assert (rate_of(world.t1), {line.unit_price for line in ProposalLine.objects.exclude(net=0)}) == (0, {60})


@pytest.mark.parametrize("role", ["agent", "sales"])
def test_who_decides_nothing_about_billing_sets_no_rate(world, role):
    with pytest.raises(BillingIsNotYours):
        actions.set_rate(world.t1, Decimal(75), by=UserFactory(**{role: True}))


def test_the_panel_sets_the_rate_and_takes_it_back(client, world):
    client.force_login(UserFactory(biller=True))

    page = plain(post(client, world.t1, "75.5").content.decode())
    rates = [rate_of(world.t1)]
    post(client, world.t1, "")

    assert [*rates, rate_of(world.t1)] == list(euros("75.50", "0"))
    assert ['value="75.50"' in page, "€0.00 → €75.50" in page] == [True, True]


@pytest.mark.parametrize("wrong", ["-1", "100000", "9999999999", "much"])
def test_an_impossible_rate_is_refused_at_its_field(client, world, wrong):
    client.force_login(UserFactory(biller=True))

    response = post(client, world.t1, wrong)

    assert (response.status_code, rate_of(world.t1)) == (422, 0)
    assert [
        'id="id_rate_rate_error"' in response.content.decode(),
        f'value="{wrong}"' in response.content.decode(),
    ] == [
        True,
        True,
    ]


@pytest.mark.parametrize(("role", "fields"), [("agent", 0), ("sales", 0), ("supervisor", 1)])
def test_the_field_is_for_those_who_may(client, world, role, fields):
    client.force_login(UserFactory(**{role: True}))

    page = client.get(reverse("billing:ticket_panel", args=[world.t1.slug]), headers=HTMX).content.decode()

    assert page.count('id="id_rate_rate"') == fields


def test_in_a_proposal_the_rate_is_shown_and_no_field(client, world):
    biller = UserFactory(biller=True)
    actions.set_rate(world.t1, Decimal(75), by=biller)
    proposal(world.t1)
    client.force_login(biller)

    page = client.get(reverse("billing:ticket_panel", args=[world.t1.slug]), headers=HTMX).content.decode()

    assert ["€75.00" in page, 'id="id_rate_rate"' in page] == [True, False]


def test_the_timeline_tells_the_amount_to_those_who_may_see_it(client, world):
    actions.set_rate(world.t1, Decimal(75), by=UserFactory(biller=True))
    seen = []
    for user in (UserFactory(agent=True), UserFactory(sales=True)):
        client.force_login(user)
        page = client.get(world.t1.get_absolute_url()).content.decode()
        seen.append(("changed the rate of this ticket" in page, "75.00" in page))

    assert seen == [(True, False), (True, True)]


def test_a_work_has_a_rate_of_its_own_that_others_keep(client):
    boss, ana = UserFactory(supervisor=True), UserFactory(agent=True)
    work = log(PayingTicketFactory(), by=ana)
    for user, values in ((boss, {"rate": "80", "version": 0}), (ana, {"rate": "1", "description": "x", "version": 1})):
        client.force_login(user)
        client.post(reverse("billing:work_edit", args=[work.public_id]), typed(**values), headers=HTMX)

    work.refresh_from_db()
    assert (work.rate_override, work.description) == (80, "x")
    assert proposals_of(generate(work.ticket))[0].net == Decimal("80.00")


def test_a_work_s_rate_is_taken_back(client):
    boss = UserFactory(supervisor=True)
    work = log(PayingTicketFactory(), by=boss, rate_override=Decimal(80))
    client.force_login(boss)

    client.post(reverse("billing:work_edit", args=[work.public_id]), typed(rate="0"), headers=HTMX)

    assert Work.objects.get().rate_override is None


def test_agents_see_no_rate_in_the_form_and_send_none():
    ana = UserFactory(agent=True)
    work = log(PayingTicketFactory(), by=ana)

    with pytest.raises(BillingIsNotYours):
        actions.change_work(work, work_draft(rate_override=Decimal(1)), by=ana)
