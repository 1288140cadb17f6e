"""Scenarios W: how long a work took."""

from datetime import date

import pytest

from billing.durations import settled, span, unclear
from billing.errors import BreakTooLong, EndsBeforeStart, NoDuration, TimeSkipped, TooLong
from tests.billing.factories import typed


@pytest.mark.parametrize(
    ("what", "refusal"),
    [
        (typed(times="09:00–09:00"), NoDuration),
        (typed(times="11:00–09:00"), EndsBeforeStart),
        (typed(times="09:00–10:00", break_minutes=60), BreakTooLong),
        (typed(times="09:00–10:00", break_minutes=90), BreakTooLong),
        (typed(times="09:00–10:00", next_day=True), TooLong),
        (typed("25-10-2026", "00:00–00:30", next_day=True), TooLong),
        (typed("29-03-2026", "02:30–04:00"), TimeSkipped),
    ],
    ids=[
        "w01 nothing",
        "w02 backwards",
        "w03 all break",
        "w03 more break",
        "more than a day",
        "more than a long day",
        "skipped by the clock",
    ],
)
def test_span_refuses_what_cannot_be(what, refusal):
    with pytest.raises(refusal):
        span(what)


@pytest.mark.parametrize(
    ("what", "minutes"),
    [
        (typed(times="09:00–10:00"), 60),
        (typed(times="09:00–13:00", break_minutes=30), 210),
        (typed("10-05-2026", "22:00–01:30", next_day=True), 210),
        (typed("25-10-2026", "01:30–03:30"), 180),
        (typed("25-10-2026", "02:40–02:10"), 30),
        (typed("29-03-2026", "01:30–03:30"), 60),
        (typed("02-03-2026", "09:00–09:00", next_day=True), 1440),
        (typed("25-10-2026", "00:00–00:00", next_day=True), 1500),
        (typed("24-10-2026", "09:00–09:00", next_day=True), 1500),
        (typed("29-03-2026", "00:00–00:00", next_day=True), 1380),
        (typed("28-03-2026", "09:00–10:00", next_day=True), 1440),
    ],
    ids=[
        "plain",
        "with a break",
        "w04 past midnight",
        "w06 the hour that comes twice",
        "within that hour",
        "the hour that is skipped",
        "a whole day",
        "a whole day of 25 hours",
        "from morning to morning of 25 hours",
        "a whole day of 23 hours",
        "24 hours past the hour that is skipped",
    ],
)
def test_span_counts_real_minutes(what, minutes):
    assert span(what).minutes == minutes


@pytest.mark.parametrize(
    ("times", "folds", "minutes"),
    [
        ("02:30–03:30", (None, None), 120),
        ("02:30–03:30", (0, None), 120),
        ("02:30–03:30", (1, None), 60),
        ("01:30–02:30", (None, 1), 120),
        ("02:10–02:40", (0, 1), 90),
        ("02:10–02:40", (1, 1), 30),
        ("09:00–10:00", (1, 1), 60),
    ],
)
def test_span_takes_the_one_of_two_equal_times_that_is_meant(times, folds, minutes):
    assert span(typed("25-10-2026", times, folds=folds)).minutes == minutes


@pytest.mark.parametrize(
    ("times", "names"),
    [
        ("02:30–03:30", ["start_fold"]),
        ("01:30–02:30", ["end_fold"]),
        ("02:10–02:40", ["start_fold", "end_fold"]),
        ("02:40–02:10", []),
        ("01:30–03:30", []),
    ],
)
def test_only_what_can_be_meant_in_two_ways_is_unclear(times, names):
    assert unclear(settled(typed("25-10-2026", times))) == names


def test_span_past_midnight_keeps_the_day_that_was_typed():
    what = typed("10-05-2026", "22:00–01:30", next_day=True)

    assert (what.day, span(what).start_at.isoformat()) == (date(2026, 5, 10), "2026-05-10T20:00:00+00:00")
