"""What would have become of past promises under other terms, as a table."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sla.calendar import ALWAYS, Target, Unit, Window, WorkingTime
from sla.enums import Kind
from sla.replay import PastPromise, Replayed, replay
from sla.states import Pause

NOON = datetime(2025, 8, 4, 12, tzinfo=UTC)
MORNINGS = WorkingTime(ALWAYS.zone, ((Window(540, 780),),) * 7)


def hour(number: float | None) -> datetime | None:
    return None if number is None else NOON + timedelta(hours=number)


def past(*, met=None, paused=None, pauses=(), was_late=False, kind=Kind.RESOLUTION) -> PastPromise:
    stops = tuple(Pause(hour(began), hour(ended)) for began, ended in pauses)
    return PastPromise(kind, NOON, hour(met), hour(paused), stops, was_late)


def replayed(one: PastPromise, hours: int, now: float = 24) -> Replayed:
    (found,) = replay([one], {Kind.RESOLUTION: Target(hours, Unit.HOUR)}, ALWAYS, hour(now))
    return found


@pytest.mark.parametrize(
    ("facts", "target", "after", "due"),
    [
        ({"met": 3}, 4, False, 4),
        ({"met": 4}, 4, False, 4),
        ({"met": 5}, 4, True, 4),
        ({"met": 5, "pauses": [(1, 2)]}, 4, False, 5),
        ({"met": 5, "pauses": [(1, 2), (2, 3)]}, 2, True, 4),
        ({"paused": 3}, 4, False, 4),
        ({"paused": 5}, 4, True, 4),
        ({"paused": 5, "pauses": [(1, 2)]}, 4, False, 5),
        ({}, 4, True, 4),
        ({}, 30, False, 30),
    ],
)
def test_a_promise_is_late_or_in_time_by_the_new_target(facts, target, after, due):
    assert replayed(past(**facts), target) == Replayed(Kind.RESOLUTION, False, after, hour(due))


@pytest.mark.parametrize("was_late", [True, False, None])
def test_what_it_was_before_is_told_beside(was_late):
    assert replayed(past(met=1, was_late=was_late), 4).before is was_late


@pytest.mark.parametrize("was_late", [True, False, None])
def test_what_is_promised_no_more_has_no_outcome(was_late):
    found = replay([past(met=1, was_late=was_late, kind=Kind.NEXT_RESPONSE)], {}, ALWAYS, hour(24))

    assert found == [Replayed(Kind.NEXT_RESPONSE, was_late, None, None)]


def test_what_still_runs_is_late_only_once_its_due_instant_has_passed():
    assert [replayed(past(), 4, now).after for now in (3, 4, 4.5)] == [False, False, True]


def test_another_calendar_dates_the_same_target_otherwise():
    (found,) = replay([past(met=23)], {Kind.RESOLUTION: Target(2, Unit.HOUR)}, MORNINGS, hour(24))

    assert (found.after, found.due_at) == (True, hour(22))


def test_promises_come_back_in_the_order_in_which_they_were_told():
    kinds = [Kind.RESOLUTION, Kind.FIRST_RESPONSE, Kind.NEXT_RESPONSE, Kind.NEXT_RESPONSE]
    targets = dict.fromkeys(kinds, Target(1, Unit.HOUR))

    assert [one.kind for one in replay([past(kind=kind) for kind in kinds], targets, ALWAYS, NOON)] == kinds


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 100), st.integers(1, 90), st.integers(0, 30), st.sampled_from([ALWAYS, MORNINGS]))
def test_a_longer_target_never_makes_a_promise_late(met, target, more, working):
    shorter, longer = (
        replay([past(met=met)], {Kind.RESOLUTION: Target(hours, Unit.HOUR)}, working, hour(200))[0]
        for hours in (target, target + more)
    )

    assert shorter.due_at <= longer.due_at
    assert shorter.after >= longer.after
