"""What is told of a due instant adds up to it: windows, days off, pauses."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sla.calendar import ALWAYS, DateRange, Target, Unit, Window, WorkingTime
from sla.computation import compute
from sla.enums import PauseKind
from sla.states import Pause, due_after

ROME = ZoneInfo("Europe/Rome")
MORNING, AFTERNOON = Window(540, 780), Window(840, 1080)
OFFICE = WorkingTime(
    ROME, ((MORNING, AFTERNOON),) * 5 + ((), ()), closed=(DateRange(date(2026, 4, 6), date(2026, 4, 6)),)
)
NIGHTS = WorkingTime(ZoneInfo("America/New_York"), ((Window(0, 300), Window(1260, 1440)),) * 7)
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)


def instants(days: int = 500) -> st.SearchStrategy[datetime]:
    return st.integers(0, days * 1440).map(lambda minutes: BEGIN + timedelta(minutes=minutes))


@st.composite
def stops(draw):
    began = draw(instants())
    pause = Pause(began, began + timedelta(minutes=draw(st.integers(0, 20_000))))
    return draw(st.sampled_from(PauseKind)), pause


@settings(max_examples=300, deadline=None)
@given(
    working=st.sampled_from([OFFICE, NIGHTS, ALWAYS]),
    started_at=instants(),
    target=st.builds(Target, st.integers(0, 3), st.just(Unit.END_OF_DAY)),
    taken=st.lists(stops(), max_size=2),
    more=stops(),
)
def test_a_pause_never_makes_the_end_of_a_day_come_earlier(working, started_at, target, taken, more):
    fewer = [pause for _, pause in taken]

    due_at = due_after(working, started_at, target, fewer)

    assert due_at <= due_after(working, started_at, target, [*fewer, more[1]])


def test_what_was_waited_is_added_behind_the_end_of_the_day():
    started_at = datetime(2026, 4, 13, 19, tzinfo=ROME)
    hold = Pause(datetime(2026, 4, 14, 10, tzinfo=ROME), datetime(2026, 4, 14, 12, tzinfo=ROME))

    told = compute(OFFICE, started_at, Target(0, Unit.END_OF_DAY), [(PauseKind.HOLD, hold)])

    assert told.base == datetime(2026, 4, 14, 18, tzinfo=ROME)
    assert told.due_at == datetime(2026, 4, 15, 11, tzinfo=ROME)


@settings(max_examples=400, deadline=None)
@given(
    working=st.sampled_from([OFFICE, NIGHTS, ALWAYS]),
    started_at=instants(),
    target=st.builds(Target, st.integers(1, 90), st.sampled_from(Unit)),
    taken=st.lists(stops(), max_size=3),
)
def test_what_is_told_adds_up_to_the_due_instant(working, started_at, target, taken):
    told = compute(working, started_at, target, taken)

    assert told.due_at == due_after(working, started_at, target, [pause for _, pause in taken])
    assert working.add(told.base, told.waited) == told.due_at or told.waited == timedelta()
    if told.is_whole:
        assert told.worked == working.between(started_at, told.due_at)
        assert told.promised is None or told.worked == told.promised + told.waited


def test_each_day_shows_the_windows_it_used_and_easter_monday_is_closed():
    started_at = datetime(2026, 4, 3, 17, tzinfo=ROME)

    told = compute(OFFICE, started_at, Target(5, Unit.HOUR), [])

    assert [(day.day.day, day.worked, day.is_closed) for day in told.days] == [
        (3, timedelta(hours=1), False),
        (4, timedelta(), False),
        (5, timedelta(), False),
        (6, timedelta(), True),
        (7, timedelta(hours=4), False),
    ]
    assert [[day.day.day for day in days] for days in told.runs] == [[3], [4, 5], [6], [7]]
    assert told.due_at == datetime(2026, 4, 7, 13, tzinfo=ROME)


def test_a_day_of_23_hours_counts_what_it_has():
    told = compute(ALWAYS, datetime(2026, 3, 29, tzinfo=UTC), Target(24, Unit.HOUR), [])

    assert [(day.worked, day.stretches[0].is_to_midnight) for day in told.days] == [(timedelta(hours=24), True)]


@pytest.mark.parametrize(("amount", "base"), [(0, 7), (1, 8)])
def test_the_end_of_a_day_that_is_over_is_that_of_the_next(amount, base):
    started_at = datetime(2026, 4, 6, 20, tzinfo=ROME)

    told = compute(OFFICE, started_at, Target(amount, Unit.END_OF_DAY), [])

    assert told.base == told.due_at == datetime(2026, 4, base, 18, tzinfo=ROME)
