"""When the clock on the wall shows some minutes: clock changes forwards and back, at midnight and at the year's end."""

import itertools
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sla.calendar.zones import EPOCH, real_spans

ZONES = ["Europe/Rome", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "America/Havana", "Pacific/Apia"]


def spans(zone: str, day: str, opens: int, closes: int) -> list[tuple[str, str]]:
    found = real_spans(ZoneInfo(zone), date.fromisoformat(day), opens * 60, closes * 60)
    return [tuple((EPOCH + timedelta(seconds=second)).strftime("%d %H:%M") for second in span) for span in found]


@pytest.mark.parametrize(
    ("zone", "day", "hours", "found"),
    [
        ("UTC", "2025-08-04", (9, 17), [("04 09:00", "04 17:00")]),
        ("Europe/Rome", "2025-08-04", (9, 17), [("04 07:00", "04 15:00")]),
        ("Europe/Rome", "2025-12-04", (9, 17), [("04 08:00", "04 16:00")]),
        ("Europe/Rome", "2025-08-04", (0, 24), [("03 22:00", "04 22:00")]),
        ("Asia/Kathmandu", "2025-08-04", (0, 24), [("03 18:15", "04 18:15")]),
        ("Pacific/Kiritimati", "2025-08-04", (0, 1), [("03 10:00", "03 11:00")]),
    ],
)
def test_usually_a_window_is_one_span(zone, day, hours, found):
    assert spans(zone, day, *hours) == found


@pytest.mark.parametrize(
    ("hours", "found"),
    [
        ((0, 2), [("29 23:00", "30 01:00")]),
        ((2, 3), []),
        ((1, 4), [("30 00:00", "30 01:00"), ("30 01:00", "30 02:00")]),
        ((3, 5), [("30 01:00", "30 03:00")]),
    ],
)
def test_an_hour_that_is_skipped_is_not_worked(hours, found):
    assert spans("Europe/Rome", "2025-03-30", *hours) == found


@pytest.mark.parametrize(
    ("hours", "found"),
    [
        ((0, 2), [("25 22:00", "26 00:00")]),
        ((2, 3), [("26 00:00", "26 01:00"), ("26 01:00", "26 02:00")]),
        ((3, 5), [("26 02:00", "26 04:00")]),
    ],
)
def test_an_hour_that_is_shown_twice_is_worked_twice(hours, found):
    assert spans("Europe/Rome", "2025-10-26", *hours) == found


@pytest.mark.parametrize(
    ("zone", "day", "minutes"),
    [
        ("Europe/Rome", "2025-03-30", 23 * 60),
        ("Europe/Rome", "2025-10-26", 25 * 60),
        ("Australia/Lord_Howe", "2025-04-06", 24 * 60 + 30),
        ("Australia/Lord_Howe", "2025-10-05", 23 * 60 + 30),
        ("America/Havana", "2025-11-02", 25 * 60),
        ("America/Havana", "2025-03-09", 23 * 60),
        ("Pacific/Apia", "2011-12-30", 0),
        ("Europe/Rome", "2025-12-31", 24 * 60),
        ("Europe/Rome", "2026-01-01", 24 * 60),
        ("America/New_York", "2025-12-31", 24 * 60),
    ],
)
def test_a_day_lasts_as_long_as_its_zone_says(zone, day, minutes):
    found = list(real_spans(ZoneInfo(zone), date.fromisoformat(day), 0, 1440))

    assert sum(end - begin for begin, end in found) == minutes * 60


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("year", [1995, 2011, 2025])
def test_the_days_of_a_year_follow_each_other_without_gap_or_overlap(zone, year):
    days = [
        date(year, 1, 1) + timedelta(days=number) for number in range((date(year + 1, 1, 1) - date(year, 1, 1)).days)
    ]

    edges = [span for day in days for span in real_spans(ZoneInfo(zone), day, 0, 1440)]

    assert all(end == begin for (_, end), (begin, _) in itertools.pairwise(edges))


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(ZONES), st.dates(date(2000, 1, 1), date(2035, 12, 31)), st.integers(0, 1439))
def test_within_a_span_the_wall_shows_the_minutes_of_the_window(zone, day, opens):
    window = range(opens, min(opens + 90, 1440))

    for begin, end in real_spans(ZoneInfo(zone), day, window.start, window.stop):
        for second in (begin, (begin + end) // 2, end - 1):
            local = datetime.fromtimestamp(second, UTC).astimezone(ZoneInfo(zone))
            assert (local.date(), local.hour * 60 + local.minute in window) == (day, True)
