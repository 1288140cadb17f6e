"""What our groups promise each other."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import Group

from sla import actions
from sla.enums import Kind, State
from sla.models import Agreement
from sla.snapshots import internal_snapshot, next_due, snapshot
from tests.sla.factories import PolicyFactory

pytestmark = pytest.mark.django_db
NOON = datetime(2025, 8, 4, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def network() -> Group:
    return Group.objects.create(name="Network")


@pytest.fixture
def agreement(network) -> Agreement:
    policy = PolicyFactory(calendar=None)
    actions.set_group_targets(policy, {(network, None, Kind.TAKING): 60, (network, None, Kind.HANDLING): 120})
    return actions.start(policy, policy.targets.first().priority, now=NOON)


def told(agreement: Agreement, hours: int) -> dict[str, tuple[str, float]]:
    views = internal_snapshot(agreement, NOON + hours * HOUR)
    return {view.kind: (view.state, (view.due_at - NOON) / HOUR) for _group, view in views}


def test_a_group_s_clocks_run_from_when_it_is_handed_the_matter(agreement, network):
    actions.hand_over(agreement, network, now=NOON + HOUR)

    assert told(agreement, 1) == {Kind.TAKING: (State.DUE, 2), Kind.HANDLING: (State.DUE, 3)}


def test_a_promise_of_the_group_that_first_appears_is_owed_from_when_it_is_applied(agreement, network):
    actions.set_group_targets(agreement.policy, {(network, None, Kind.HANDLING): 120})
    actions.change(agreement, now=NOON)
    actions.hand_over(agreement, network, now=NOON)
    actions.set_group_targets(agreement.policy, {(network, None, kind): 60 for kind in (Kind.TAKING, Kind.HANDLING)})

    for _ in range(2):
        actions.change(agreement, now=NOON + HOUR)

    assert told(agreement, 1) == {Kind.HANDLING: (State.DUE, 1), Kind.TAKING: (State.DUE, 2)}


def test_customers_see_nothing_of_them(agreement, network):
    before = (len(snapshot(agreement, NOON)), next_due(agreement))

    actions.hand_over(agreement, network, now=NOON)

    assert (len(snapshot(agreement, NOON)), next_due(agreement)) == before


def test_taking_meets_the_one_and_resolving_the_other(agreement, network):
    actions.hand_over(agreement, network, now=NOON)

    actions.take(agreement, now=NOON + HOUR)
    actions.stop_resolution(agreement, now=NOON + 3 * HOUR)

    assert told(agreement, 4) == {Kind.TAKING: (State.MET, 1), Kind.HANDLING: (State.MET_LATE, 2)}


def test_passing_it_on_ends_the_group_s_part(agreement, network):
    actions.hand_over(agreement, network, now=NOON)

    actions.hand_over(agreement, None, now=NOON + HOUR)
    actions.hand_over(agreement, None, now=NOON + 2 * HOUR)

    assert told(agreement, 4) == {Kind.HANDLING: (State.MET, 2)}


def test_a_hold_stops_the_handling_and_not_the_taking(agreement, network):
    actions.hand_over(agreement, network, now=NOON)

    actions.pause(agreement, now=NOON + HOUR)
    actions.resume(agreement, now=NOON + 3 * HOUR)

    assert told(agreement, 3) == {Kind.TAKING: (State.BREACHED, 1), Kind.HANDLING: (State.DUE, 4)}


def test_reopening_hands_the_matter_back(agreement, network):
    actions.hand_over(agreement, network, now=NOON)
    actions.stop_resolution(agreement, now=NOON + HOUR)

    actions.reopen(agreement, now=NOON + 5 * HOUR)

    assert told(agreement, 5)[Kind.HANDLING] == (State.DUE, 6)


def test_another_priority_dates_them_anew_and_another_policy_may_end_them(agreement, network):
    actions.hand_over(agreement, network, now=NOON)
    actions.set_group_targets(agreement.policy, {(network, agreement.priority, Kind.HANDLING): 30})

    actions.change(agreement, now=NOON)

    assert told(agreement, 0) == {Kind.HANDLING: (State.DUE, 0.5)}
