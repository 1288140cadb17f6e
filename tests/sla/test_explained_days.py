"""What is told of a due instant adds up to it: windows, days off, pauses."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sla.calendar import ALWAYS, DateRange, Target, Unit, Window, WorkingTime, round_the_clock
from sla.enums import PauseKind
from sla.explained_days import MOST_DAYS, compute
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


@pytest.mark.parametrize(
    ("working", "started_at", "hours", "worked"),
    [
        (OFFICE, datetime(2026, 3, 27, 17, tzinfo=ROME), 2, [(27, 1), (28, 0), (29, 0), (30, 1)]),
        (OFFICE, datetime(2025, 12, 31, 17, tzinfo=ROME), 2, [(31, 1), (1, 1)]),
        (OFFICE, datetime(2026, 1, 8, 12, tzinfo=ROME), 5, [(8, 5)]),
        (round_the_clock(ROME), datetime(2026, 3, 29, tzinfo=ROME), 23, [(29, 23)]),
        (round_the_clock(ROME), datetime(2026, 10, 25, tzinfo=ROME), 25, [(25, 25)]),
        (round_the_clock(ROME), datetime(2026, 10, 25, tzinfo=ROME), 26, [(25, 25), (26, 1)]),
        (NIGHTS, datetime(2026, 3, 8, 0, tzinfo=NIGHTS.zone), 5, [(8, 5)]),
        (NIGHTS, datetime(2026, 11, 1, 0, tzinfo=NIGHTS.zone), 6, [(1, 6)]),
    ],
    ids=["weekend", "year end", "lunch", "spring", "autumn", "past autumn", "night in spring", "night in autumn"],
)
def test_each_day_tells_what_was_worked_over_clock_changes_and_year_ends(working, started_at, hours, worked):
    told = compute(working, started_at, Target(hours, Unit.HOUR), [])

    assert [(day.day.day, day.worked / timedelta(hours=1)) for day in told.days] == worked


@pytest.mark.parametrize(
    ("hours", "stretches"),
    [
        (1, [("12:00", "13:00")]),
        (2, [("12:00", "13:00"), ("14:00", "15:00")]),
        (5, [("12:00", "13:00"), ("14:00", "18:00")]),
    ],
)
def test_a_day_tells_the_parts_of_windows_that_were_used(hours, stretches):
    told = compute(OFFICE, datetime(2026, 1, 8, 12, tzinfo=ROME), Target(hours, Unit.HOUR), [])

    (day,) = told.days
    assert [(f"{one.begins:%H:%M}", f"{one.ends:%H:%M}") for one in day.stretches] == stretches


def test_a_promise_of_years_tells_its_first_days_and_says_that_it_is_not_whole():
    told = compute(OFFICE, datetime(2026, 1, 8, 12, tzinfo=ROME), Target(24, Unit.MONTH), [])

    assert (len(told.days), told.is_whole) == (MOST_DAYS, False)


def test_a_pause_by_night_adds_nothing_and_is_told_all_the_same():
    night = Pause(datetime(2026, 1, 8, 19, tzinfo=ROME), datetime(2026, 1, 9, 8, tzinfo=ROME))

    told = compute(OFFICE, datetime(2026, 1, 8, 12, tzinfo=ROME), Target(8, Unit.HOUR), [(PauseKind.HOLD, night)])

    assert (told.due_at, told.waited) == (told.base, timedelta())
    assert [(stop.kind, stop.worked) for stop in told.stops] == [(PauseKind.HOLD, timedelta())]


def test_pauses_of_both_kinds_are_told_in_the_order_in_which_they_came():
    begins = [datetime(2026, 1, 8, hour, tzinfo=ROME) for hour in (10, 15)]
    stops = [(kind, Pause(at, at + timedelta(hours=1))) for kind, at in zip(PauseKind, begins, strict=True)]

    told = compute(OFFICE, datetime(2026, 1, 8, 9, tzinfo=ROME), Target(4, Unit.HOUR), stops)

    assert [stop.kind for stop in told.stops] == [PauseKind.HOLD, PauseKind.RESOLVED]
    assert (told.waited, told.worked) == (timedelta(hours=2), timedelta(hours=6))
