"""What our groups promise each other."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import Group

from sla import actions
from sla.enums import Kind, State
from sla.models import Agreement
from sla.snapshots import internal_snapshot, next_due, snapshot
from sla.states import state_of
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


@pytest.fixture
def desk() -> Group:
    return Group.objects.create(name="Desk")


@pytest.mark.parametrize(
    ("steps", "found"),
    [
        ([], {}),
        (["hand_over"], {Kind.TAKING: (State.DUE, 1), Kind.HANDLING: (State.DUE, 2)}),
        (["hand_over", "take"], {Kind.TAKING: (State.MET, 1), Kind.HANDLING: (State.DUE, 2)}),
        (["hand_over", "take", "take"], {Kind.TAKING: (State.MET, 1), Kind.HANDLING: (State.DUE, 2)}),
        (["hand_over", "hand_over"], {Kind.TAKING: (State.DUE, 1), Kind.HANDLING: (State.DUE, 2)}),
        (["take"], {}),
        (["hand_over", "stop_resolution"], {Kind.TAKING: (State.MET, 1), Kind.HANDLING: (State.MET, 2)}),
        (["stop_resolution", "hand_over"], {}),
        (["hand_over", "cancel"], {}),
        (["hand_over", "pause"], {Kind.TAKING: (State.DUE, 1), Kind.HANDLING: (State.PAUSED, 2)}),
        (["pause", "hand_over"], {Kind.TAKING: (State.DUE, 1), Kind.HANDLING: (State.PAUSED, 2)}),
        (["hand_over", "reset"], {Kind.TAKING: (State.DUE, 1), Kind.HANDLING: (State.DUE, 2)}),
        (["hand_over", "answer"], {Kind.TAKING: (State.DUE, 1), Kind.HANDLING: (State.DUE, 2)}),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, list) else "",
)
def test_what_a_group_owes_follows_from_what_happened(agreement, network, steps, found):
    for step in steps:
        group = (network,) if step == "hand_over" else ()
        getattr(actions, step)(agreement, *group, now=NOON)

    assert told(agreement, 0) == found


@pytest.mark.parametrize(("is_taken", "taking"), [(False, State.CANCELLED), (True, State.MET)])
def test_a_group_that_passes_it_on_has_handled_it_and_need_not_take_it(agreement, network, desk, is_taken, taking):
    actions.hand_over(agreement, network, now=NOON)
    if is_taken:
        actions.take(agreement, now=NOON)

    actions.hand_over(agreement, desk, now=NOON + HOUR / 2)

    stood = {clock.kind: state_of(clock.moments, NOON + HOUR) for clock in agreement.clocks.filter(group=network)}
    assert stood == {Kind.TAKING: taking, Kind.HANDLING: State.MET}


def test_a_group_that_promises_nothing_owes_nothing(agreement, desk):
    actions.hand_over(agreement, desk, now=NOON)

    assert told(agreement, 0) == {}


def test_a_group_that_gets_it_back_starts_anew(agreement, network, desk):
    for number, group in enumerate([network, desk, network]):
        actions.hand_over(agreement, group, now=NOON + number * HOUR)

    live = {clock.kind: clock.started_at for clock in agreement.clocks.internal().live()}
    assert live == dict.fromkeys([Kind.TAKING, Kind.HANDLING], NOON + 2 * HOUR)


def test_what_is_said_of_one_priority_goes_before_what_is_said_of_all(agreement, network):
    group_targets = {(network, None, Kind.TAKING): 60, (network, agreement.priority, Kind.TAKING): 30}
    actions.set_group_targets(agreement.policy, group_targets)
    actions.change(agreement, now=NOON)

    actions.hand_over(agreement, network, now=NOON)

    assert told(agreement, 0) == {Kind.TAKING: (State.DUE, 0.5)}


def test_a_breach_of_what_a_group_promised_is_told_like_any_other(agreement, network):
    actions.hand_over(agreement, network, now=NOON)

    found = {clock.kind: (clock.group, clock.breached_at) for clock in actions.breach(agreement, now=NOON + 3 * HOUR)}

    assert found == {Kind.TAKING: (network, NOON + HOUR), Kind.HANDLING: (network, NOON + 2 * HOUR)}


def test_reopening_what_another_group_has_by_now_hands_it_to_that_one_only(agreement, network, desk):
    actions.hand_over(agreement, network, now=NOON)
    actions.stop_resolution(agreement, now=NOON)
    actions.hand_over(agreement, desk, now=NOON)

    actions.reopen(agreement, now=NOON + HOUR)

    assert list(agreement.clocks.internal().live()) == []


def test_a_merged_agreement_owes_nothing_new_among_ourselves(agreement, network):
    into = actions.split(agreement, now=NOON)
    actions.hand_over(agreement, network, now=NOON)
    actions.merge(agreement, into=into, now=NOON)

    actions.change(agreement, now=NOON + HOUR)

    assert list(agreement.clocks.internal().live()) == []
