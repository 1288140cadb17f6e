"""What happens to a single clock: its moments, what it took, and when the sweep is to look at it."""

import pytest

from sla import actions
from sla.actions import steps
from sla.calendar import Target, Unit
from sla.enums import Kind, PauseKind, State
from sla.models import Agreement, Clock, Priority
from sla.states import paused_time
from tests.sla.factories import PriorityFactory
from tests.sla.stories import agree, hour, hours, last, play, stand

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock() -> Clock:
    """Return a resolution that is due 6 h after noon."""
    return last(agree(resolution=360), Kind.RESOLUTION)


def moments(clock: Clock) -> dict[str, float]:
    """Return which moments are set, in hours after noon."""
    clock.refresh_from_db()
    names = ("due_at", "paused_at", "met_at", "breached_at", "cancelled_at", "sweep_at")
    return {name: hours(at) for name in names if (at := getattr(clock, name)) is not None}


def pauses(clock: Clock) -> list[tuple]:
    return [(row.kind, hours(row.began), row.ended and hours(row.ended)) for row in clock.pauses.order_by("began")]


def test_a_clock_that_runs_is_swept_when_it_falls_due(clock):
    assert moments(clock) == {"due_at": 6, "sweep_at": 6}


@pytest.mark.parametrize(
    ("step", "at", "found"),
    [
        (steps.stop, 2, {"due_at": 6, "paused_at": 2}),
        (steps.stop, 6, {"due_at": 6, "paused_at": 6}),
        (steps.stop, 7, {"due_at": 6, "paused_at": 7, "breached_at": 6, "sweep_at": 6}),
        (steps.meet_clock, 2, {"due_at": 6, "met_at": 2}),
        (steps.meet_clock, 6, {"due_at": 6, "met_at": 6}),
        (steps.meet_clock, 7, {"due_at": 6, "met_at": 7, "breached_at": 6, "sweep_at": 6}),
        (steps.cancel_clock, 2, {"due_at": 6, "cancelled_at": 2}),
        (steps.cancel_clock, 7, {"due_at": 6, "cancelled_at": 7, "breached_at": 6}),
        (steps.let_off, 2, {"due_at": 6, "cancelled_at": 2}),
        (steps.let_off, 7, {"due_at": 6, "paused_at": 7, "breached_at": 6, "sweep_at": 6}),
        (steps.redate, 2, {"due_at": 6, "sweep_at": 6}),
    ],
)
def test_each_step_leaves_the_moments_that_follow_from_it(clock, step, at, found):
    step(clock, hour(at))

    assert moments(clock) == found


@pytest.mark.parametrize(
    ("went_on", "found"),
    [(2, {"due_at": 6, "sweep_at": 6}), (5, {"due_at": 9, "sweep_at": 9}), (1, {"due_at": 6, "sweep_at": 6})],
)
def test_a_clock_that_goes_on_gets_the_pause_added_and_one_that_ends_before_it_began_takes_no_time(
    clock, went_on, found
):
    steps.stop(clock, hour(2))

    steps.go_on(clock, hour(went_on))

    assert moments(clock) == found
    assert pauses(clock) == [(PauseKind.HOLD, 2, max(2, went_on))]


@pytest.mark.parametrize("why", PauseKind)
def test_a_stop_says_why(clock, why):
    steps.stop(clock, hour(2), why)

    assert pauses(clock) == [(why, 2, None)]


@pytest.mark.parametrize("end", [steps.meet_clock, steps.cancel_clock])
def test_what_is_over_stands_still_no_more(clock, end):
    steps.stop(clock, hour(2))

    end(clock, hour(3))

    assert pauses(clock) == [(PauseKind.HOLD, 2, 3)]
    assert "paused_at" not in moments(clock)


def test_a_clock_that_is_let_off_while_it_stands_still_late_stays_as_it_is(clock):
    steps.stop(clock, hour(7))

    steps.let_off(clock, hour(8))

    assert (moments(clock)["paused_at"], pauses(clock)) == (7, [(PauseKind.HOLD, 7, None)])


@pytest.mark.parametrize(
    ("story", "used", "held", "resolved"),
    [
        ("5 resolve", 5, 0, 0),
        ("0 resolve", 0, 0, 0),
        ("1 pause, 3 resume, 5 resolve", 3, 2, 0),
        ("1 pause, 5 resolve", 1, 4, 0),
        ("2 resolve, 4 reopen, 5 resolve", 3, 0, 2),
        ("1 pause, 2 resolve, 4 reopen, 5 resolve", 2, 1, 2),
        ("1 pause, 2 resume, 3 pause, 4 resume, 9 resolve", 7, 2, 0),
    ],
)
def test_what_a_promise_took_is_written_down_when_it_is_met(story, used, held, resolved):
    met = last(play(agree(resolution=360), story), Kind.RESOLUTION)

    written = [met.used_seconds, met.held_seconds, met.resolved_seconds]
    assert written == [number * 3600 for number in (used, held, resolved)]


def test_what_it_took_is_forgotten_when_it_runs_again(clock):
    steps.meet_clock(clock, hour(1))

    steps.unmeet_clock(clock, hour(2))

    clock.refresh_from_db()
    assert (clock.used_seconds, clock.held_seconds, clock.resolved_seconds) == (None, None, None)
    assert pauses(clock) == [(PauseKind.RESOLVED, 1, 2)]


@pytest.mark.parametrize(("target", "state"), [(None, State.CANCELLED), (Target(2, Unit.HOUR), State.DUE)])
def test_a_reopened_clock_goes_by_what_is_promised_now_or_ends(clock, target, state):
    steps.meet_clock(clock, hour(1))

    steps.reopen_clock(clock, clock.agreement, target, hour(1.5))

    assert stand(clock.agreement, Kind.RESOLUTION, 1.5) is state
    assert moments(clock)["due_at"] == (6.5 if target is None else 2.5)


@pytest.mark.parametrize(
    ("at", "found"),
    [(5, {}), (6, {}), (6.1, {"breached_at": 6}), (9, {"breached_at": 6})],
    ids=["before", "at", "soon", "long after"],
)
def test_a_breach_is_noted_with_its_own_instant(clock, at, found):
    steps.settle(clock, hour(at))

    noted = {} if clock.breached_at is None else {"breached_at": hours(clock.breached_at)}
    assert noted == found


def test_a_breach_that_was_noted_is_not_noted_anew(clock):
    clock.breached_at = hour(3)

    steps.settle(clock, hour(9))

    assert hours(clock.breached_at) == 3


@pytest.mark.parametrize("story", ["1 pause, 3 resume", "2 resolve, 4 reopen", "2 apply"])
def test_a_due_instant_set_by_hand_stays_where_it_was_put(story):
    agreement = agree()
    actions.set_due(agreement, Kind.RESOLUTION, hour(5), now=hour(0))

    play(agreement, story)

    assert moments(last(agreement, Kind.RESOLUTION)) == {"due_at": 5, "sweep_at": 5}


@pytest.mark.parametrize(("kind", "moved"), [(Kind.RESOLUTION, {Kind.RESOLUTION}), (Kind.NEXT_RESPONSE, set())])
def test_only_the_running_promise_that_was_meant_is_set_by_hand(kind, moved):
    agreement = agree()

    actions.set_due(agreement, kind, hour(9), now=hour(0))

    assert {clock.kind for clock in agreement.clocks.filter(is_hand_set=True)} == moved
    assert {clock.kind for clock in agreement.clocks.filter(due_at=hour(9))} == moved


def test_a_due_instant_set_after_the_breach_does_not_heal_it():
    agreement = agree(resolution=360)

    actions.set_due(agreement, Kind.RESOLUTION, hour(20), now=hour(7))

    assert stand(agreement, Kind.RESOLUTION, 8) is State.BREACHED
    assert [clock.breached_at for clock in actions.breach(agreement, now=hour(8))] == [hour(6)]


@pytest.mark.parametrize("kinds", [[Kind.FIRST_RESPONSE], [Kind.RESOLUTION, Kind.NEXT_RESPONSE], []])
def test_the_first_clocks_are_those_that_are_asked_for_and_promised(kinds):
    agreement = agree(first_response=60)

    agreement.clocks.all().delete()
    steps.open_first(agreement, kinds)

    assert [clock.kind for clock in agreement.clocks.all()] == [kind for kind in kinds if kind == Kind.FIRST_RESPONSE]


def test_a_clock_copies_what_it_goes_by():
    agreement = agree(resolution=360)

    clock = last(agreement, Kind.RESOLUTION)

    copied = (clock.version, clock.priority, clock.target, clock.calendar, clock.is_pausable, clock.group)
    assert copied == (agreement.version, agreement.priority, Target(360, Unit.MINUTE), None, True, None)


def test_locking_returns_the_agreement_as_it_stands_now():
    stale = agree()
    urgent = PriorityFactory()
    Agreement.objects.filter(pk=stale.pk).update(priority=urgent, held_at=hour(1))

    fresh = steps.lock(stale)

    assert (fresh.priority, fresh.held_at) == (urgent, hour(1))
    assert fresh is not stale


def test_an_agreement_without_a_group_has_no_internal_targets():
    assert steps.internal_targets_of(agree()) == {}


LAWFUL = [
    "1 pause, 3 resume, 4 pause, 5 resume",
    "1 answer, 2 ask, 3 pause, 4 resume",
    "2 resolve, 4 reopen, 5 pause, 6 resume",
    "7 pause, 8 resume, 9 resolve, 10 reopen",
    "1 pause, 2 reset, 3 resume, 4 apply",
]


@pytest.mark.parametrize("story", LAWFUL)
@pytest.mark.parametrize("pauses_responses", [False, True])
def test_a_due_instant_is_the_start_the_target_and_the_pauses(story, pauses_responses):
    agreement = play(agree(pauses_responses=pauses_responses), story)

    for clock in agreement.clocks.live().with_times():
        waited = paused_time(clock.working_time, clock.past_pauses)
        promised = clock.working_time.add(clock.started_at, waited) - clock.started_at
        assert hours(clock.due_at) == hours(clock.started_at) + clock.amount / 60 + promised.total_seconds() / 3600


def test_a_priority_that_is_taken_away_from_the_choice_still_dates_what_runs():
    agreement = agree(resolution=360)
    Priority.objects.filter(pk=agreement.priority_id).update(is_active=False)

    play(agreement, "1 pause, 3 resume")

    assert hours(last(agreement, Kind.RESOLUTION).due_at) == 8
