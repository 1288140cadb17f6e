"""How a clock stands, when it falls due and when its levels are reached, as tables."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sla import states
from sla.calendar import ALWAYS, Target, Unit, Window, WorkingTime
from sla.enums import Kind, State, Trigger
from sla.states import ICONS, TONES, ClockView, Course, Moments, Pause

NOON = datetime(2025, 8, 4, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
NINE_TO_FIVE = WorkingTime(ALWAYS.zone, ((Window(540, 1020),),) * 5 + ((), ()))


def hour(number: float) -> datetime:
    return NOON + number * HOUR


@pytest.mark.parametrize(
    ("moments", "now", "state"),
    [
        (Moments(NOON), NOON - HOUR, State.DUE),
        (Moments(NOON), NOON, State.DUE),
        (Moments(NOON), NOON + timedelta.resolution, State.BREACHED),
        (Moments(NOON), NOON + HOUR, State.BREACHED),
        (Moments(NOON + HOUR, breached_at=NOON), NOON, State.BREACHED),
        (Moments(NOON, paused_at=NOON - HOUR), NOON + HOUR, State.PAUSED),
        (Moments(NOON, paused_at=NOON), NOON + HOUR, State.PAUSED),
        (Moments(NOON, paused_at=NOON + HOUR), NOON + 2 * HOUR, State.PAUSED_AFTER_BREACH),
        (Moments(NOON + HOUR, paused_at=NOON, breached_at=NOON - HOUR), NOON, State.PAUSED_AFTER_BREACH),
        (Moments(NOON, met_at=NOON), NOON + HOUR, State.MET),
        (Moments(NOON, met_at=NOON + HOUR), NOON + 2 * HOUR, State.MET_LATE),
        (Moments(NOON + HOUR, met_at=NOON, breached_at=NOON - HOUR), NOON, State.MET_LATE),
        (Moments(NOON, breached_at=NOON, cancelled_at=NOON + HOUR), NOON + HOUR, State.CANCELLED),
        (Moments(NOON, met_at=NOON - HOUR, cancelled_at=NOON), NOON, State.CANCELLED),
    ],
)
def test_state_follows_from_the_moments(moments, now, state):
    assert states.state_of(moments, now) is state


STOPS = {"running": {}, "paused": {"paused_at": 2}, "met": {"met_at": 2}, "cancelled": {"cancelled_at": 2}}
EXPECTED = {
    ("running", False): State.DUE,
    ("running", True): State.BREACHED,
    ("paused", False): State.PAUSED,
    ("paused", True): State.PAUSED_AFTER_BREACH,
    ("met", False): State.MET,
    ("met", True): State.MET_LATE,
    ("cancelled", False): State.CANCELLED,
    ("cancelled", True): State.CANCELLED,
}


@pytest.mark.parametrize(("stop", "is_late"), list(product(STOPS, (False, True))))
@pytest.mark.parametrize("is_swept", [False, True])
def test_every_stop_in_time_or_late_has_its_state_whether_it_was_swept_or_not(stop, is_late, is_swept):
    due_at = hour(1 if is_late else 3)
    swept = {"breached_at": due_at} if is_swept and is_late else {}
    moments = Moments(due_at, **{name: hour(number) for name, number in STOPS[stop].items()}, **swept)

    assert states.state_of(moments, hour(2)) is EXPECTED[stop, is_late]


@pytest.mark.parametrize("stop", ["paused", "met", "cancelled"])
def test_what_stopped_stands_the_same_for_ever(stop):
    moments = Moments(hour(3), **{name: hour(number) for name, number in STOPS[stop].items()})

    assert {states.state_of(moments, hour(number)) for number in (2, 3, 4, 9000)} == {EXPECTED[stop, False]}


@pytest.mark.parametrize(("left", "soon"), [(100, False), (25, False), (24, True), (0, True), (-1, True)])
def test_soon_is_the_last_quarter(left, soon):
    started, due = NOON, NOON + timedelta(minutes=100)

    assert states.is_soon(started, due, due - timedelta(minutes=left)) == soon


@pytest.mark.parametrize(
    ("pauses", "due"),
    [
        ([], 1),
        ([(0, 1)], 2),
        ([(0, 1), (2, 4)], 4),
        ([(2, 4), (0, 1)], 4),
        ([(0, 0)], 1),
        ([(0, 0.5), (0.5, 1)], 2),
    ],
)
def test_pauses_are_added_to_the_budget(pauses, due):
    stops = [Pause(hour(began), hour(ended)) for began, ended in pauses]

    assert states.due_after(ALWAYS, NOON, Target(1, Unit.HOUR), stops) == hour(due)


@pytest.mark.parametrize(
    ("pause", "waited"),
    [((12, 14), 2), ((18, 32), 0), ((16, 18), 1), ((8, 10), 1), ((16, 34), 2), ((0, 24), 8), ((24 * 5, 24 * 7), 0)],
    ids=["in hours", "by night", "past closing", "from before opening", "over night", "a day", "a weekend"],
)
def test_only_working_time_of_a_pause_is_waited(pause, waited):
    monday = datetime(2025, 8, 4, tzinfo=UTC)
    began, ended = (monday + number * HOUR for number in pause)

    assert states.paused_time(NINE_TO_FIVE, [Pause(began, ended)]) == waited * HOUR


@pytest.mark.parametrize(
    ("used", "pauses", "at"),
    [
        (2, [], 2),
        (2, [(1, 3)], 4),
        (2, [(2, 3)], 2),
        (2, [(3, 9)], 2),
        (2, [(1, 2), (2, 4)], 5),
        (2, [(5, 6), (1, 5)], 7),
        (0, [(0, 5)], 0),
    ],
)
def test_an_instant_on_the_way_counts_only_the_pauses_before_it(used, pauses, at):
    stops = [Pause(hour(began), hour(ended)) for began, ended in pauses]

    assert states.instant_of(ALWAYS, NOON, used * HOUR, stops) == hour(at)


@pytest.mark.parametrize(
    ("trigger", "amount", "at"),
    [
        (Trigger.SHARE, 1, 0.1),
        (Trigger.SHARE, 50, 5),
        (Trigger.SHARE, 99, 9.9),
        (Trigger.SHARE, 100, 10),
        (Trigger.SHARE, 150, 15),
        (Trigger.BEFORE, 60, 9),
        (Trigger.BEFORE, 600, 0),
        (Trigger.BEFORE, 601, 0),
        (Trigger.BEFORE, 1440, 0),
        (Trigger.BEFORE, 0, 10),
        (Trigger.AFTER, 0, 10),
        (Trigger.AFTER, 90, 11.5),
        (Trigger.AFTER, 1440, 34),
    ],
)
def test_a_level_is_reached_by_its_share_or_offset(trigger, amount, at):
    assert Course(ALWAYS, NOON, hour(10)).level_at(trigger, amount) == hour(at)


@pytest.mark.parametrize(
    ("trigger", "amount", "at"),
    [
        (Trigger.SHARE, 10, 1),
        (Trigger.SHARE, 50, 8),
        (Trigger.SHARE, 100, 13),
        (Trigger.BEFORE, 60, 12),
        (Trigger.BEFORE, 480, 2),
        (Trigger.AFTER, 60, 14),
    ],
)
def test_levels_behind_a_pause_move_with_it_and_those_before_it_stay(trigger, amount, at):
    course = Course(ALWAYS, NOON, hour(13), (Pause(hour(3), hour(6)),))

    assert course.level_at(trigger, amount) == hour(at)


@pytest.mark.parametrize(
    ("trigger", "amount", "at"),
    [
        (Trigger.AFTER, 60, "2025-08-05T10:00"),
        (Trigger.AFTER, 1440, "2025-08-05T17:00"),
        (Trigger.AFTER, 5 * 1440, "2025-08-11T17:00"),
        (Trigger.BEFORE, 60, "2025-08-04T16:00"),
        (Trigger.BEFORE, 1440, "2025-08-01T17:00"),
        (Trigger.SHARE, 50, "2025-08-01T17:00"),
        (Trigger.SHARE, 150, "2025-08-05T17:00"),
    ],
)
def test_levels_are_reached_in_working_time_and_whole_days_are_working_days(trigger, amount, at):
    friday, monday = datetime(2025, 8, 1, 9, tzinfo=UTC), datetime(2025, 8, 4, 17, tzinfo=UTC)

    reached = Course(NINE_TO_FIVE, friday, monday).level_at(trigger, amount)

    assert reached == datetime.fromisoformat(f"{at}+00:00")


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(1, 200), min_size=2, max_size=2), st.integers(0, 300), st.integers(1, 300))
def test_a_larger_share_is_never_reached_earlier(shares, began, lasts):
    pause = Pause(NOON + timedelta(minutes=began), NOON + timedelta(minutes=began + lasts))
    due_at = states.due_after(NINE_TO_FIVE, NOON, Target(10, Unit.HOUR), [pause])
    course = Course(NINE_TO_FIVE, NOON, due_at, (pause,))

    less, more = (course.level_at(Trigger.SHARE, share) for share in sorted(shares))

    assert less <= more


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 5000), st.integers(0, 5000), st.integers(0, 5000), st.sampled_from(Unit))
def test_a_pause_in_two_parts_is_the_pause(began, first, second, unit):
    cuts = [NOON + timedelta(minutes=minutes) for minutes in (began, began + first, began + first + second)]
    target = Target(3, unit)

    whole = states.due_after(NINE_TO_FIVE, NOON, target, [Pause(cuts[0], cuts[2])])
    parted = states.due_after(NINE_TO_FIVE, NOON, target, [Pause(cuts[0], cuts[1]), Pause(cuts[1], cuts[2])])

    assert whole == parted


def view(state: State, due_at: datetime, *, soon: bool = False, kind: Kind = Kind.RESOLUTION) -> ClockView:
    return ClockView(kind, state, NOON, due_at, None, soon)


@pytest.mark.parametrize(
    ("state", "soon", "tone", "icon"),
    [
        (State.DUE, False, "ok", "clock"),
        (State.DUE, True, "warn", "clock"),
        (State.BREACHED, True, "late", "alert-triangle"),
        (State.PAUSED, True, "paused", "player-pause"),
        (State.PAUSED_AFTER_BREACH, False, "late", "alert-triangle"),
        (State.MET, True, "met", "check"),
        (State.MET_LATE, False, "late", "alert-triangle"),
        (State.CANCELLED, False, "met", "check"),
    ],
)
def test_every_state_has_its_tone_and_its_icon(state, soon, tone, icon):
    found = view(state, NOON, soon=soon)

    assert (found.tone, found.icon) == (tone, icon)


def test_no_state_is_without_a_tone_and_no_tone_without_an_icon():
    assert TONES.keys() | {State.DUE} == set(State)
    assert {"ok", "warn", *TONES.values()} == set(ICONS)


@pytest.mark.parametrize("state", State)
def test_a_clock_runs_or_stands_still_or_is_over(state):
    running, still = {State.DUE, State.BREACHED}, {State.PAUSED, State.PAUSED_AFTER_BREACH}
    found = view(state, NOON)

    assert (found.is_running, found.is_paused) == (state in running, state in still)


@pytest.mark.parametrize(
    ("views", "found"),
    [
        ([], (None, None)),
        ([view(State.MET, hour(1)), view(State.PAUSED, hour(2)), view(State.CANCELLED, hour(3))], (None, None)),
        ([view(State.DUE, hour(2)), view(State.DUE, hour(1), kind=Kind.TAKING)], (hour(1), Kind.TAKING)),
        ([view(State.DUE, hour(2)), view(State.BREACHED, hour(1), kind=Kind.TAKING)], (hour(1), Kind.TAKING)),
        ([view(State.PAUSED, hour(1)), view(State.DUE, hour(2), kind=Kind.TAKING)], (hour(2), Kind.TAKING)),
        ([view(State.PAUSED_AFTER_BREACH, hour(1)), view(State.MET_LATE, hour(1))], (None, None)),
    ],
    ids=["none", "none runs", "the earlier", "a breached one", "not a paused one", "late and over"],
)
def test_the_next_due_is_the_earliest_that_runs(views, found):
    assert states.next_due(views) == found
