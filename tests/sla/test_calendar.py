"""Working time: tables and clock changes."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from sla.calendar import (
    ALWAYS,
    DateRange,
    NeverOpen,
    Opening,
    PublicHolidays,
    Target,
    Unit,
    UnknownCountry,
    Window,
    WorkingTime,
    YearlyRange,
    due,
    round_the_clock,
    shifted,
)

ROME = ZoneInfo("Europe/Rome")
NINE_TO_SIX = (Window(540, 780), Window(840, 1080))
OFFICE = WorkingTime(ROME, (NINE_TO_SIX,) * 5 + ((), ()))
MINUTE = timedelta(minutes=1)


def rome(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ROME)


@pytest.mark.parametrize(
    ("start", "minutes", "end"),
    [
        ("2025-08-04T10:00", 60, "2025-08-04T11:00"),
        ("2025-08-04T07:00", 60, "2025-08-04T10:00"),
        ("2025-08-04T12:30", 60, "2025-08-04T14:30"),
        ("2025-08-04T12:00", 60, "2025-08-04T13:00"),
        ("2025-08-04T17:00", 60, "2025-08-04T18:00"),
        ("2025-08-04T18:00", 1, "2025-08-05T09:01"),
        ("2025-08-08T17:30", 60, "2025-08-11T09:30"),
        ("2025-08-09T12:00", 480, "2025-08-11T18:00"),
        ("2025-08-09T12:00", 0, "2025-08-09T12:00"),
        ("2025-12-31T17:00", 120, "2026-01-01T10:00"),
    ],
)
def test_add_walks_windows_and_ends_at_closing(start, minutes, end):
    assert OFFICE.add(rome(start), minutes * MINUTE) == rome(end)


@pytest.mark.parametrize(
    ("begin", "end", "minutes"),
    [
        ("2025-08-04T00:00", "2025-08-05T00:00", 480),
        ("2025-08-04T12:30", "2025-08-04T14:30", 60),
        ("2025-08-09T00:00", "2025-08-11T00:00", 0),
        ("2025-08-05T10:00", "2025-08-04T10:00", 0),
        ("2024-12-30T00:00", "2026-01-01T00:00", 263 * 480),
    ],
)
def test_between_sums_windows(begin, end, minutes):
    assert OFFICE.between(rome(begin), rome(end)) == minutes * MINUTE


def test_add_keeps_seconds_and_microseconds():
    start = datetime(2025, 8, 4, 10, 0, 12, 345, tzinfo=ROME)

    assert OFFICE.add(start, timedelta(hours=1)) == start + timedelta(hours=1)


def test_always_is_plain_addition():
    start = rome("2025-03-29T23:00")

    assert ALWAYS.add(start, timedelta(days=400)) == start.astimezone(UTC) + timedelta(days=400)


@pytest.mark.parametrize(
    ("day", "hours"), [("2025-03-30", 23), ("2025-10-26", 25), ("2025-08-04", 24)], ids=["spring", "autumn", "plain"]
)
def test_a_whole_day_lasts_as_long_as_the_clock_change_makes_it(day, hours):
    round_the_clock = WorkingTime(ROME, ((Window(0, 1440),),) * 7)
    begin = rome(f"{day}T00:00")

    assert round_the_clock.between(begin, begin + timedelta(days=1)) == timedelta(hours=hours)


@pytest.mark.parametrize(("day", "end"), [("2025-03-30", "04:30"), ("2025-10-26", "02:30")])
def test_night_windows_count_real_time_over_a_clock_change(day, end):
    night = WorkingTime(ROME, ((Window(60, 300),),) * 7)

    due = night.add(rome(f"{day}T00:00"), timedelta(hours=2, minutes=30))

    assert due.astimezone(ROME).strftime("%H:%M") == end


def test_a_weekend_with_a_clock_change_does_not_move_the_hour():
    assert OFFICE.add(rome("2025-03-28T17:00"), timedelta(hours=2)) == rome("2025-03-31T10:00")


def test_closed_and_yearly_days_are_skipped_also_over_new_year():
    calendar = WorkingTime(
        ROME,
        OFFICE.week,
        closed=(DateRange(date(2025, 8, 5), date(2025, 8, 6)), YearlyRange((12, 24), (1, 6))),
    )

    assert calendar.add(rome("2025-08-04T17:00"), 2 * 60 * MINUTE) == rome("2025-08-07T10:00")
    assert calendar.add(rome("2025-12-23T17:00"), 2 * 60 * MINUTE) == rome("2026-01-07T10:00")


def test_an_extra_opening_counts_on_a_closed_day_and_is_not_counted_twice():
    saturday, monday = date(2025, 8, 9), date(2025, 8, 4)
    openings = (Opening(saturday, Window(600, 660)), Opening(monday, Window(540, 600)))
    calendar = WorkingTime(ROME, OFFICE.week, openings=openings)

    assert calendar.add(rome("2025-08-08T17:30"), 60 * MINUTE) == rome("2025-08-09T10:30")
    assert calendar.between(rome("2025-08-04T00:00"), rome("2025-08-05T00:00")) == 480 * MINUTE


@pytest.mark.parametrize("text", ["08:59", "13:00", "18:00"])
def test_closing_time_is_outside(text):
    assert not OFFICE.is_open(rome(f"2025-08-04T{text}"))
    assert OFFICE.is_open(rome("2025-08-04T09:00"))


def test_a_calendar_without_windows_is_an_error():
    with pytest.raises(NeverOpen):
        WorkingTime(ROME, ((),) * 7)


def test_a_calendar_that_is_closed_all_year_says_so_instead_of_searching_for_ever():
    closed = WorkingTime(ROME, OFFICE.week, closed=(YearlyRange((1, 1), (12, 31)),))

    with pytest.raises(NeverOpen):
        closed.add(rome("2025-08-04T10:00"), MINUTE)


@pytest.mark.parametrize(("opens", "closes"), [(60, 60), (120, 60), (-1, 60), (0, 1441)])
def test_a_window_must_lie_within_a_day(opens, closes):
    with pytest.raises(ValueError, match="window"):
        WorkingTime(ROME, ((Window(opens, closes),),) * 7)


def test_a_week_has_seven_days():
    with pytest.raises(ValueError, match="seven"):
        WorkingTime(ROME, ((Window(0, 60),),))


@pytest.mark.parametrize(
    ("start", "minutes", "end"),
    [
        ("2025-08-04T12:00", 60, "2025-08-04T11:00"),
        ("2025-08-04T14:30", 60, "2025-08-04T12:30"),
        ("2025-08-04T10:00", 60, "2025-08-04T09:00"),
        ("2025-08-04T09:00", 60, "2025-08-01T17:00"),
        ("2025-08-09T12:00", 480, "2025-08-08T09:00"),
    ],
)
def test_a_negative_budget_walks_back_to_openings(start, minutes, end):
    assert OFFICE.add(rome(start), -minutes * MINUTE) == rome(end)


def test_walking_back_from_a_calendar_that_never_opened_says_so():
    closed = WorkingTime(ROME, OFFICE.week, closed=(YearlyRange((1, 1), (12, 31)),))

    with pytest.raises(NeverOpen):
        closed.add(rome("2025-08-04T10:00"), -MINUTE)
    with pytest.raises(NeverOpen):
        closed.add_days(rome("2025-08-04T10:00"), 1)


def test_midnight_fold_in_havana_counts_both_hours():
    havana = WorkingTime(ZoneInfo("America/Havana"), ((Window(0, 60),),) * 7)
    begin = datetime(2025, 11, 2, tzinfo=havana.zone)

    assert havana.between(begin, begin + timedelta(hours=12)) == timedelta(hours=2)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2025-08-04T10:00", 1, "2025-08-05T10:00"),
        ("2025-08-08T10:00", 1, "2025-08-11T10:00"),
        ("2025-08-04T20:00", 1, "2025-08-05T18:00"),
        ("2025-08-04T06:00", 1, "2025-08-05T09:00"),
        ("2025-08-09T12:00", 1, "2025-08-12T09:00"),
        ("2025-08-09T12:00", -1, "2025-08-07T18:00"),
        ("2025-08-04T10:00", -1, "2025-08-01T10:00"),
        ("2025-03-28T10:00", 1, "2025-03-31T10:00"),
        ("2025-10-24T10:00", 1, "2025-10-27T10:00"),
        ("2025-08-04T10:00", 260, "2026-08-03T10:00"),
    ],
)
def test_working_days_keep_the_time_of_day_cut_to_the_last_closing(start, days, end):
    assert OFFICE.add_days(rome(start), days) == rome(end)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2025-08-04T10:00", 0, "2025-08-04T18:00"),
        ("2025-08-04T20:00", 0, "2025-08-04T18:00"),
        ("2025-08-08T10:00", 1, "2025-08-11T18:00"),
        ("2025-08-09T10:00", 0, "2025-08-11T18:00"),
        ("2025-08-09T10:00", -1, "2025-08-07T18:00"),
    ],
)
def test_the_end_of_a_working_day_is_its_last_closing(start, days, end):
    assert OFFICE.end_of_day(rome(start), days) == rome(end)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2025-07-04T10:00", 1, "2025-08-04T10:00"),
        ("2025-07-09T10:00", 1, "2025-08-11T09:00"),
        ("2025-01-31T10:00", 1, "2025-02-28T10:00"),
        ("2025-07-04T13:30", 1, "2025-08-04T14:00"),
        ("2025-07-04T18:00", 1, "2025-08-04T18:00"),
        ("2025-12-04T10:00", 14, "2027-02-04T10:00"),
    ],
)
def test_months_are_those_of_the_calendar_and_end_in_working_time(start, months, end):
    assert OFFICE.add_months(rome(start), months) == rome(end)


def test_midnight_at_the_end_belongs_to_the_day_it_closes():
    days = WorkingTime(ROME, ((Window(0, 1440),),) * 5 + ((), ()))

    assert days.add_days(rome("2025-08-09T12:00"), -1) == rome("2025-08-08T00:00")
    assert days.end_of_day(rome("2025-08-04T10:00"), 0) == rome("2025-08-05T00:00")


@pytest.mark.parametrize(
    ("target", "waited", "end"),
    [
        (Target(90, Unit.MINUTE), 0, "2025-08-08T18:00"),
        (Target(2, Unit.HOUR), 60, "2025-08-11T10:30"),
        (Target(1, Unit.DAY), 120, "2025-08-12T09:30"),
        (Target(1, Unit.END_OF_DAY), 60, "2025-08-12T10:00"),
        (Target(1, Unit.MONTH), 0, "2025-09-08T16:30"),
    ],
)
def test_a_target_is_counted_in_its_unit_and_what_was_waited_is_added(target, waited, end):
    assert due(OFFICE, rome("2025-08-08T16:30"), target, waited * MINUTE) == rome(end)


@pytest.mark.parametrize(
    ("hours", "end"),
    [(2, "2025-08-11T10:30"), (-2, "2025-08-08T15:30"), (48, "2025-08-12T17:30"), (-24, "2025-08-07T17:30")],
)
def test_an_instant_is_shifted_by_working_time_and_whole_days_by_working_days(hours, end):
    assert shifted(OFFICE, rome("2025-08-08T17:30"), timedelta(hours=hours)) == rome(end)


def test_public_holidays_move_with_easter_and_follow_the_region():
    italy, rome_alone, romania = PublicHolidays("IT"), PublicHolidays("IT", "RM"), PublicHolidays("RO")

    easter_mondays = [date(2025, 4, 21), date(2026, 4, 6), date(2027, 3, 29)]
    assert [italy.covers(day) for day in easter_mondays] == [True, True, True]
    assert (italy.covers(date(2026, 6, 29)), rome_alone.covers(date(2026, 6, 29))) == (False, True)
    assert (italy.covers(date(2026, 4, 13)), romania.covers(date(2026, 4, 13))) == (False, True)
    assert rome_alone.name_of(date(2026, 6, 29), "it") == "Santi Pietro e Paolo"


def test_public_holidays_are_closed():
    calendar = WorkingTime(ROME, OFFICE.week, closed=(PublicHolidays("IT"),))

    assert calendar.add(rome("2026-04-03T17:00"), 120 * MINUTE) == rome("2026-04-07T10:00")


def test_a_country_without_known_holidays_is_an_error():
    with pytest.raises(UnknownCountry):
        PublicHolidays("XX").covers(date(2026, 1, 1))


def test_round_the_clock_has_the_days_of_its_zone():
    start = rome("2025-03-29T10:00")

    assert round_the_clock(ROME).add_days(start, 1) == rome("2025-03-30T10:00")
    assert round_the_clock(ROME).has_working_days()


def test_the_horizon_grows_both_ways():
    calendar = WorkingTime(ROME, OFFICE.week)

    assert calendar.add(rome("2025-08-04T10:00"), timedelta(hours=8)) == rome("2025-08-05T10:00")
    assert calendar.add(rome("2040-08-06T10:00"), timedelta(hours=8)) == rome("2040-08-07T10:00")
    assert calendar.add(rome("1990-08-06T10:00"), timedelta(hours=-8)) == rome("1990-08-03T10:00")
    assert calendar.between(rome("2025-08-04T10:00"), rome("2025-08-05T10:00")) == timedelta(hours=8)
