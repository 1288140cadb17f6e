"""Properties of working time, against a slow oracle that looks at the clock on the wall minute by minute."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from sla.calendar import DateRange, Opening, Window, WorkingTime

MINUTE = timedelta(minutes=1)
FAR = 4000  # minutes that the oracle can still be asked for
EXAMPLES = [50, pytest.param(2000, marks=pytest.mark.long)]
CLOCK_CHANGES = {
    "Europe/Rome": [datetime(2025, 3, 30, 1, tzinfo=UTC), datetime(2025, 10, 26, 1, tzinfo=UTC)],
    "Europe/Bucharest": [datetime(2025, 3, 30, 1, tzinfo=UTC), datetime(2025, 10, 26, 1, tzinfo=UTC)],
    "America/New_York": [datetime(2025, 3, 9, 7, tzinfo=UTC), datetime(2025, 11, 2, 6, tzinfo=UTC)],
    "Australia/Lord_Howe": [datetime(2025, 4, 5, 15, tzinfo=UTC), datetime(2025, 10, 4, 15, 30, tzinfo=UTC)],
    "Asia/Kathmandu": [datetime(1985, 12, 31, 18, 30, tzinfo=UTC), datetime(2025, 12, 31, 18, tzinfo=UTC)],
}


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


def opened_by_the_wall_clock(calendar: WorkingTime, day: date) -> bool:
    midnight = datetime(day.year, day.month, day.day, tzinfo=calendar.zone).astimezone(UTC)
    instants = (midnight + number * 5 * MINUTE for number in range(26 * 12))
    return any(at.astimezone(calendar.zone).date() == day and open_by_the_wall_clock(calendar, at) for at in instants)


def slow_between(calendar: WorkingTime, begin: datetime, minutes: int) -> timedelta:
    return sum(open_by_the_wall_clock(calendar, begin + n * MINUTE) for n in range(minutes)) * MINUTE


def many(examples: int):
    """Try a property so many times."""
    return settings(deadline=None, max_examples=examples, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize("examples", EXAMPLES)
def test_between_equals_the_minute_by_minute_oracle(examples):
    @many(examples)
    @given(calendars(), st.integers(0, 4000))
    def holds(drawn, minutes):
        calendar, begin = drawn

        assert calendar.between(begin, begin + minutes * MINUTE) == slow_between(calendar, begin, minutes)

    holds()


@pytest.mark.parametrize("examples", EXAMPLES)
def test_add_ends_with_the_last_minute_that_the_oracle_needs(examples):
    @many(examples)
    @given(calendars(), st.integers(1, 900))
    def holds(drawn, minutes):
        calendar, start = drawn

        due = calendar.add(start, minutes * MINUTE)
        passed = (due - start) // MINUTE

        assert open_by_the_wall_clock(calendar, due - MINUTE)
        assert calendar.between(start, due) == minutes * MINUTE
        assert passed > FAR or slow_between(calendar, start, passed) == minutes * MINUTE

    holds()


@pytest.mark.parametrize("examples", EXAMPLES)
def test_a_negative_budget_begins_with_the_first_minute_that_the_oracle_needs(examples):
    @many(examples)
    @given(calendars(), st.integers(1, 900))
    def holds(drawn, minutes):
        calendar, end = drawn

        begin = calendar.add(end, -minutes * MINUTE)

        assert open_by_the_wall_clock(calendar, begin)
        assert calendar.between(begin, end) == minutes * MINUTE

    holds()


@pytest.mark.parametrize("examples", EXAMPLES)
def test_add_is_exact_monotone_and_additive(examples):
    @many(examples)
    @given(calendars(), st.integers(0, 10**10), st.integers(0, 10**10))
    def holds(drawn, first, second):
        calendar, start = drawn
        one, two = timedelta(microseconds=first), timedelta(microseconds=second)

        middle, end = calendar.add(start, one), calendar.add(start, one + two)

        assert calendar.between(start, end) == one + two
        assert calendar.add(middle, two) == end
        assert middle <= end

    holds()


@pytest.mark.parametrize("examples", EXAMPLES)
def test_is_open_agrees_with_the_oracle(examples):
    @many(examples)
    @given(calendars(), st.integers(0, 4000))
    def holds(drawn, minutes):
        calendar, begin = drawn
        instant = begin + minutes * MINUTE

        assert calendar.is_open(instant) == open_by_the_wall_clock(calendar, instant)

    holds()


@pytest.mark.parametrize("examples", EXAMPLES)
def test_working_days_are_counted_as_the_door_signs_say(examples):
    @many(examples)
    @given(calendars(), st.integers(0, 5))
    def holds(drawn, days):
        calendar, start = drawn
        end = calendar.end_of_day(start, days)

        first, last = (
            start.astimezone(calendar.zone).date(),
            (end - timedelta.resolution).astimezone(calendar.zone).date(),
        )
        passed = [first + timedelta(days=number) for number in range((last - first).days + 1)]
        worked = [day for day in passed if opened_by_the_wall_clock(calendar, day)]

        assert worked[-1] == last
        assert len(worked) == days + 1

    holds()
