"""Working time: tables, clock changes, and properties against a slow oracle."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sla.calendar import ALWAYS, DateRange, NeverOpen, Opening, Window, WorkingTime, YearlyRange

ROME = ZoneInfo("Europe/Rome")
NINE_TO_SIX = (Window(540, 780), Window(840, 1080))
OFFICE = WorkingTime(ROME, (NINE_TO_SIX,) * 5 + ((), ()))
MINUTE = timedelta(minutes=1)
CLOCK_CHANGES = {
    "Europe/Rome": [datetime(2025, 3, 30, 1, tzinfo=UTC), datetime(2025, 10, 26, 1, tzinfo=UTC)],
    "Europe/Bucharest": [datetime(2025, 3, 30, 1, tzinfo=UTC), datetime(2025, 10, 26, 1, tzinfo=UTC)],
    "America/New_York": [datetime(2025, 3, 9, 7, tzinfo=UTC), datetime(2025, 11, 2, 6, tzinfo=UTC)],
    "Australia/Lord_Howe": [datetime(2025, 4, 5, 15, tzinfo=UTC), datetime(2025, 10, 4, 15, 30, tzinfo=UTC)],
    "Asia/Kathmandu": [datetime(1985, 12, 31, 18, 30, tzinfo=UTC), datetime(2025, 12, 31, 18, tzinfo=UTC)],
}


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


@st.composite
def windows(draw) -> tuple[Window, ...]:
    edges = sorted(draw(st.sets(st.integers(0, 288).map(lambda n: n * 5), min_size=2, max_size=6)))
    return tuple(Window(*pair) for pair in zip(edges[::2], edges[1::2], strict=False))


@st.composite
def calendars(draw) -> tuple[WorkingTime, datetime]:
    """Return a calendar and an instant within two days of one of its zone's clock changes."""
    zone = draw(st.sampled_from(sorted(CLOCK_CHANGES)))
    change = draw(st.sampled_from(CLOCK_CHANGES[zone]))
    days = [draw(st.one_of(st.just(()), windows())) for _ in range(7)]
    assume(any(days))
    offset = draw(st.integers(-1, 2))
    shut = (change + timedelta(days=offset)).date()
    closed = (DateRange(shut, shut),) if draw(st.booleans()) else ()
    opening = Opening(shut, draw(windows())[0])
    openings = (opening,) if draw(st.booleans()) else ()
    calendar = WorkingTime(ZoneInfo(zone), tuple(days), closed=closed, openings=openings)
    return calendar, change + draw(st.integers(-2880, 2880)) * MINUTE


def open_by_the_wall_clock(calendar: WorkingTime, instant: datetime) -> bool:
    """The oracle: look at the clock on the wall and at the sign on the door."""
    local = instant.astimezone(calendar.zone)
    shut = any(first <= local.date() <= last for first, last in calendar.closed)
    signs = [] if shut else list(calendar.week[local.weekday()])
    signs += [opening.window for opening in calendar.openings if opening.day == local.date()]
    return any(opens <= local.hour * 60 + local.minute < closes for opens, closes in signs)


def slow_between(calendar: WorkingTime, begin: datetime, minutes: int) -> timedelta:
    return sum(open_by_the_wall_clock(calendar, begin + n * MINUTE) for n in range(minutes)) * MINUTE


SLOW_DOWN = settings(deadline=None, max_examples=100)


@SLOW_DOWN
@given(calendars(), st.integers(0, 4000))
def test_between_equals_the_minute_by_minute_oracle(drawn, minutes):
    calendar, begin = drawn

    assert calendar.between(begin, begin + minutes * MINUTE) == slow_between(calendar, begin, minutes)


@SLOW_DOWN
@given(calendars(), st.integers(1, 1500))
def test_add_ends_with_the_last_minute_that_the_oracle_needs(drawn, minutes):
    calendar, start = drawn
    budget = minutes * MINUTE

    due = calendar.add(start, budget)

    assert open_by_the_wall_clock(calendar, due - MINUTE)
    assert calendar.between(start, due) == budget


@SLOW_DOWN
@given(calendars(), st.integers(0, 10**10), st.integers(0, 10**10))
def test_add_is_exact_monotone_and_additive(drawn, first, second):
    calendar, start = drawn
    one, two = timedelta(microseconds=first), timedelta(microseconds=second)

    middle, end = calendar.add(start, one), calendar.add(start, one + two)

    assert calendar.between(start, end) == one + two
    assert calendar.add(middle, two) == end
    assert middle <= end


@SLOW_DOWN
@given(calendars(), st.integers(0, 4000))
def test_is_open_agrees_with_the_oracle(drawn, minutes):
    calendar, begin = drawn
    instant = begin + minutes * MINUTE

    assert calendar.is_open(instant) == open_by_the_wall_clock(calendar, instant)
