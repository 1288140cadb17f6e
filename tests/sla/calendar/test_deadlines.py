"""Targets in every unit, over weekends, clock changes and year ends; and the laws that hold of them."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sla.calendar import DateRange, Target, Unit, Window, WorkingTime, due, shifted

ROME = ZoneInfo("Europe/Rome")
HOUR = timedelta(hours=1)
CLOSED = DateRange(datetime(2026, 1, 1).date(), datetime(2026, 1, 1).date())  # noqa: DTZ001 -- a date
OFFICE = WorkingTime(ROME, ((Window(540, 780), Window(840, 1080)),) * 5 + ((), ()), closed=(CLOSED,))
NIGHTS = WorkingTime(ROME, ((Window(0, 360), Window(1320, 1440)),) * 7)
STARTS = st.integers(0, 700 * 1440).map(lambda minutes: rome("2025-01-01T00:00") + timedelta(minutes=minutes))


def rome(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ROME)


@pytest.mark.parametrize(
    ("start", "amount", "unit", "end"),
    [
        ("2025-12-31T17:00", 60, Unit.MINUTE, "2025-12-31T18:00"),
        ("2025-12-31T17:00", 61, Unit.MINUTE, "2026-01-02T09:01"),
        ("2025-12-31T17:00", 2, Unit.HOUR, "2026-01-02T10:00"),
        ("2025-12-31T17:00", 9, Unit.HOUR, "2026-01-02T18:00"),
        ("2025-12-31T17:00", 1, Unit.DAY, "2026-01-02T17:00"),
        ("2025-12-31T17:00", 2, Unit.DAY, "2026-01-05T17:00"),
        ("2025-12-31T17:00", 0, Unit.END_OF_DAY, "2025-12-31T18:00"),
        ("2025-12-31T17:00", 1, Unit.END_OF_DAY, "2026-01-02T18:00"),
        ("2025-12-01T17:00", 1, Unit.MONTH, "2026-01-02T09:00"),
        ("2025-11-30T17:00", 3, Unit.MONTH, "2026-03-02T09:00"),
        ("2026-01-01T10:00", 1, Unit.HOUR, "2026-01-02T10:00"),
        ("2026-01-01T10:00", 0, Unit.END_OF_DAY, "2026-01-02T18:00"),
    ],
)
def test_a_target_runs_over_the_year_end_and_its_closed_day(start, amount, unit, end):
    assert due(OFFICE, rome(start), Target(amount, unit)) == rome(end)


@pytest.mark.parametrize(
    ("start", "amount", "unit", "end"),
    [
        ("2025-03-28T17:00", 2, Unit.HOUR, "2025-03-31T10:00"),
        ("2025-03-28T17:00", 1, Unit.DAY, "2025-03-31T17:00"),
        ("2025-10-24T17:00", 2, Unit.HOUR, "2025-10-27T10:00"),
        ("2025-10-24T17:00", 1, Unit.DAY, "2025-10-27T17:00"),
        ("2025-09-26T17:00", 1, Unit.MONTH, "2025-10-27T09:00"),
        ("2025-02-28T17:00", 1, Unit.MONTH, "2025-03-28T17:00"),
    ],
)
def test_a_clock_change_at_the_weekend_moves_no_time_of_day(start, amount, unit, end):
    assert due(OFFICE, rome(start), Target(amount, unit)) == rome(end)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2025-03-29T22:00", 2, "2025-03-30T00:00"),
        ("2025-03-29T22:00", 4, "2025-03-30T03:00"),
        ("2025-03-29T22:00", 7, "2025-03-30T06:00"),
        ("2025-03-30T01:30", 1, "2025-03-30T03:30"),
        ("2025-10-25T22:00", 3, "2025-10-26T01:00"),
        ("2025-10-25T22:00", 9, "2025-10-26T06:00"),
        ("2025-10-25T22:00", 10, "2025-10-26T23:00"),
    ],
)
def test_a_night_shift_works_an_hour_less_in_spring_and_one_more_in_autumn(start, hours, end):
    assert due(NIGHTS, rome(start), Target(hours, Unit.HOUR)) == rome(end)


@pytest.mark.parametrize(
    ("target", "waited", "end"),
    [
        (Target(2, Unit.HOUR), 0, "2025-08-08T18:00"),
        (Target(2, Unit.HOUR), 1, "2025-08-11T10:00"),
        (Target(2, Unit.HOUR), 7, "2025-08-11T17:00"),
        (Target(1, Unit.DAY), 0, "2025-08-11T16:00"),
        (Target(1, Unit.DAY), 2, "2025-08-11T18:00"),
        (Target(1, Unit.DAY), 3, "2025-08-12T10:00"),
        (Target(0, Unit.END_OF_DAY), 1, "2025-08-11T10:00"),
        (Target(1, Unit.MONTH), 2, "2025-09-08T18:00"),
        (Target(1, Unit.MONTH), 3, "2025-09-09T10:00"),
    ],
)
def test_what_was_waited_is_added_in_working_time_whatever_the_unit(target, waited, end):
    assert due(OFFICE, rome("2025-08-08T16:00"), target, waited * HOUR) == rome(end)


@pytest.mark.parametrize(
    ("offset", "end"),
    [
        (0, "2025-08-08T16:00"),
        (24, "2025-08-11T16:00"),
        (-24, "2025-08-07T16:00"),
        (72, "2025-08-13T16:00"),
        (-120, "2025-08-01T16:00"),
        (25, "2025-08-13T17:00"),
        (3, "2025-08-11T10:00"),
        (-3, "2025-08-08T12:00"),
    ],
)
def test_whole_days_are_shifted_by_working_days_and_all_else_by_working_hours(offset, end):
    assert shifted(OFFICE, rome("2025-08-08T16:00"), offset * HOUR) == rome(end)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([OFFICE, NIGHTS]), STARTS, st.integers(0, 6000), st.integers(0, 6000))
def test_what_is_worked_until_a_target_is_due_is_the_target_and_what_was_waited(working, start, amount, waited):
    until = due(working, start, Target(amount, Unit.MINUTE), timedelta(minutes=waited))

    assert working.between(start, until) == timedelta(minutes=amount + waited)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([OFFICE, NIGHTS]), STARTS, st.integers(0, 60), st.sampled_from(Unit), st.integers(0, 3000))
def test_more_of_a_unit_and_a_later_start_never_fall_due_earlier(working, start, amount, unit, later):
    plain = due(working, start, Target(amount, unit))

    assert plain <= due(working, start, Target(amount + 1, unit))
    assert plain <= due(working, start + timedelta(minutes=later), Target(amount, unit))


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([OFFICE, NIGHTS]), STARTS, st.integers(1, 20))
def test_an_hour_is_sixty_minutes(working, start, hours):
    assert due(working, start, Target(hours, Unit.HOUR)) == due(working, start, Target(hours * 60, Unit.MINUTE))


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([OFFICE, NIGHTS]), STARTS, st.integers(0, 6000))
def test_there_and_back_in_working_time_is_where_it_began_or_the_opening_before_which_nothing_is_worked(
    working, start, minutes
):
    there = working.add(start, timedelta(minutes=minutes))
    back = working.add(there, -timedelta(minutes=minutes))

    assert back == start or working.between(min(back, start), max(back, start)) == timedelta()


@settings(max_examples=100, deadline=None)
@given(STARTS, st.integers(0, 30))
def test_the_end_of_a_day_is_that_of_the_day_so_many_working_days_later(start, days):
    by_day, by_end = (due(OFFICE, start, Target(days, unit)) for unit in (Unit.DAY, Unit.END_OF_DAY))

    assert by_day <= by_end
    assert by_day.astimezone(ROME).date() == by_end.astimezone(ROME).date()
