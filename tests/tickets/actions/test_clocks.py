"""A ticket's clocks go by the policy that applies to what it is."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group

from sla import actions as sla_actions
from sla.enums import Kind
from sla.models import Policy, Priority
from sla.snapshots import internal_snapshot
from tests.crm.factories import CompanyFactory
from tests.helpdesk.factories import UserFactory
from tests.tickets.factories import TicketFactory, TypeFactory
from tickets import actions, periodic
from tickets.models import Ticket

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def policy(name="Gold", minutes=60, **fields) -> Policy:
    conditions = [{"field": field, "values": [str(value)]} for field, value in fields.pop("asks", {}).items()]
    made = Policy.objects.create(name=name, conditions=conditions, **fields)
    sla_actions.set_targets(made, {(priority, Kind.RESOLUTION): minutes for priority in Priority.objects.all()})
    return made


def again(ticket: Ticket) -> Ticket:
    return Ticket.objects.for_page().get(pk=ticket.pk)


def told(ticket: Ticket) -> list[tuple[str, str]]:
    events = ticket.events.filter(kind="tickets.policy_changed").order_by("pk")
    return [(event.data["from"], event.data["to"]) for event in events]


def test_a_new_ticket_goes_by_the_policy_of_its_client():
    company = CompanyFactory()
    gold = policy(asks={"company": company.pk})

    ours, other = TicketFactory(company=company, at=MONDAY), TicketFactory(at=MONDAY)

    assert (ours.agreement.policy, other.agreement.policy) == (gold, Policy.objects.default())
    assert (ours.next_due_at, ours.next_due_kind) == (MONDAY + HOUR, Kind.RESOLUTION)


def test_a_policy_that_is_not_in_force_yet_does_not_apply():
    policy(asks={"source": "other"}, valid_from="2026-03-03")

    before, after = TicketFactory(at=MONDAY), TicketFactory(at=MONDAY + 24 * HOUR)

    assert (before.agreement.policy.name, after.agreement.policy.name) == ("Standard", "Gold")


def test_naming_the_client_later_has_the_policy_chosen_anew_from_the_start():
    company, ana = CompanyFactory(), UserFactory(agent=True)
    policy(asks={"company": company.pk})
    ticket = TicketFactory(at=MONDAY)

    with time_machine.travel(MONDAY + HOUR / 2):
        actions.change(ticket, {"company": company}, version=None, by=ana)

    ticket = again(ticket)
    assert ticket.next_due_at == MONDAY + HOUR
    assert told(ticket) == [("Standard v1", "Gold")]


def test_another_type_has_the_policy_chosen_anew():
    kind = TypeFactory()
    policy(asks={"type": kind.pk})
    ticket = TicketFactory(type__series=kind.series)

    actions.change_type(ticket, kind, by=UserFactory(agent=True))

    assert again(ticket).agreement.policy.name == "Gold"


def test_a_change_that_decides_nothing_leaves_the_version_alone():
    ticket = TicketFactory()
    sla_actions.set_targets(ticket.agreement.policy, {(ticket.priority, Kind.RESOLUTION): 60})

    actions.change(ticket, {"company": CompanyFactory()}, version=None, by=UserFactory(agent=True))

    assert (again(ticket).agreement.version.number, told(ticket)) == (1, [])


def test_where_no_policy_applies_any_more_nothing_is_owed_and_later_it_is_again():
    company, ana = CompanyFactory(), UserFactory(agent=True)
    Policy.objects.filter(is_default=True).update(is_default=False)
    policy(asks={"company": company.pk})
    ticket = TicketFactory(company=company, at=MONDAY)

    actions.change(ticket, {"company": None}, version=None, by=ana)
    without = again(ticket).next_due_at
    actions.change(ticket, {"company": company}, version=None, by=ana)

    assert (without, again(ticket).next_due_at) == (None, MONDAY + HOUR)


def test_a_ticket_that_was_promised_nothing_may_come_to_be_promised_something():
    company = CompanyFactory()
    Policy.objects.filter(is_default=True).update(is_default=False)
    policy(asks={"company": company.pk})
    ticket = TicketFactory(at=MONDAY, on_hold=True)

    actions.change(ticket, {"company": company}, version=None, by=UserFactory(agent=True))

    ticket = again(ticket)
    assert (ticket.agreement.started_at, ticket.agreement.held_at is None, ticket.next_due_at) == (MONDAY, False, None)


def test_which_statuses_pause_and_fulfil_is_the_policy_s_affair(mailbox):
    policy("Strict", asks={"source": "other"}, pausing=[], fulfilling=["closed"])
    ticket = TicketFactory(at=MONDAY, on_hold=True)
    held = ticket.next_due_kind

    ticket = actions.move(ticket, "resolve", by=None, words_given="Done")
    resolved = ticket.next_due_kind
    ticket = actions.move(ticket, "close", by=None)

    assert (held, resolved, ticket.next_due_kind) == (Kind.RESOLUTION, Kind.RESOLUTION, "")
    assert ticket.agreement.clocks.filter(kind=Kind.RESOLUTION, met_at__isnull=False).exists()


def test_a_group_s_promises_run_while_it_has_the_ticket():
    network, ana = Group.objects.create(name="Network"), UserFactory(supervisor=True)
    ben = UserFactory(agent=True)
    ben.groups.add(network)
    sla_actions.set_group_targets(Policy.objects.default(), {(network, None, Kind.TAKING): 60})
    ticket = TicketFactory()

    ticket = actions.assign_group(ticket, network, by=ana)
    (owed,) = internal_snapshot(ticket.agreement, MONDAY)
    actions.assign(ticket, ben, by=ana)

    (kept,) = internal_snapshot(again(ticket).agreement, MONDAY)
    assert (owed[0], owed[1].met_at, kept[1].met_at is None) == ("Network", None, False)
    assert again(ticket).group == network


def begun_late(ticket: Ticket, gold: Policy, **moments) -> Ticket:
    """Put ``ticket``, promised nothing so far, under its first policy after all was over."""
    Ticket.objects.filter(pk=ticket.pk).update(agreement=None, **moments)
    with time_machine.travel(MONDAY + 100 * HOUR):
        actions.choose_policy(again(ticket), gold, reason="Late", by=UserFactory(supervisor=True))
        periodic.find_breaches()
    return again(ticket)


def test_the_first_policy_of_a_finished_ticket_knows_when_it_was_finished():
    gold = policy()
    both = {(one, kind): 60 for one in Priority.objects.all() for kind in (Kind.FIRST_RESPONSE, Kind.RESOLUTION)}
    sla_actions.set_targets(gold, both)
    early, late = MONDAY + HOUR / 4, MONDAY + HOUR / 2

    ticket = begun_late(
        TicketFactory(at=MONDAY, closed=True), gold, first_replied_at=early, resolved_at=late, closed_at=late + 9 * HOUR
    )

    clocks = ticket.agreement.clocks.order_by("kind").values_list("kind", "met_at", "breached_at")
    assert list(clocks) == [("first_response", early, None), ("resolution", late, None)]
    assert (ticket.breached_at, ticket.agreement.resolved_at) == (None, late)


def test_the_first_policy_of_a_ticket_that_waits_knows_since_when():
    gold = policy(pausing=["replied"])
    with time_machine.travel(MONDAY + HOUR / 4, tick=False):
        ticket = TicketFactory(at=MONDAY, replied=True)

    ticket = begun_late(ticket, gold)

    clock = ticket.agreement.clocks.get(kind=Kind.RESOLUTION)
    assert (clock.paused_at, clock.breached_at) == (MONDAY + HOUR / 4, None)


def test_the_first_policy_of_a_ticket_has_its_group_promise_from_now_on_and_knows_its_owner():
    network, ben = Group.objects.create(name="Network"), UserFactory(agent=True)
    ben.groups.add(network)
    gold = policy()
    sla_actions.set_group_targets(gold, {(network, None, Kind.TAKING): 60, (network, None, Kind.HANDLING): 60})
    ticket = TicketFactory(at=MONDAY, assignee=ben, row={"group": network})

    agreement = begun_late(ticket, gold).agreement

    taking, handling = (agreement.clocks.get(kind=kind) for kind in (Kind.TAKING, Kind.HANDLING))
    assert (taking.met_at, taking.breached_at, handling.met_at) == (taking.started_at, None, None)
    assert MONDAY + 100 * HOUR <= taking.started_at < MONDAY + 101 * HOUR
