"""Some years of working time laid out flat: every question against small tables."""

from datetime import UTC, date, datetime, timedelta

import pytest

from sla.calendar.horizon import NONE, Horizon

DAY = 86_400
EPOCH_DAY = date(1970, 1, 1)
HOUR = timedelta(hours=1)


def eight_to_noon_and_one_to_five(day: date) -> list[tuple[int, int]]:
    """Work on weekdays in UTC; 1 January 2024 is a Monday."""
    midnight = (day - EPOCH_DAY).days * DAY
    stretches = [(8, 12), (13, 17)] if day.weekday() < 5 else []
    return [(midnight + opens * 3600, midnight + closes * 3600) for opens, closes in stretches]


YEAR = Horizon.of(2024, 2024, eight_to_noon_and_one_to_five)


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2024-{text}").replace(tzinfo=UTC)


def test_a_year_is_laid_out_with_the_days_that_touch_it():
    assert (YEAR.first, YEAR.last) == (2024, 2024)
    assert len(YEAR.days) == 262 + 1  # the weekdays of 2024, and 1 January after it
    assert YEAR.opens[0] == at("01-01T08:00")
    assert YEAR.closes[0] == at("01-01T17:00")
    assert YEAR.upto[-1] == 263 * 8 * HOUR


def test_sums_before_and_up_to_a_stretch_differ_by_its_length():
    lengths = [end - begin for begin, end in zip(YEAR.begins, YEAR.ends, strict=True)]

    assert [upto - before for before, upto in zip(YEAR.before, YEAR.upto, strict=True)] == lengths
    assert YEAR.before == [NONE, *YEAR.upto[:-1]]


@pytest.mark.parametrize(
    ("instant", "hours"),
    [
        ("01-01T00:00", 0),
        ("01-01T08:00", 0),
        ("01-01T09:30", 1.5),
        ("01-01T12:00", 4),
        ("01-01T12:30", 4),
        ("01-01T13:00", 4),
        ("01-01T17:00", 8),
        ("01-01T23:59", 8),
        ("01-06T10:00", 40),
        ("01-08T08:00", 40),
        ("01-08T08:30", 40.5),
    ],
)
def test_worked_counts_what_lies_before_an_instant(instant, hours):
    assert YEAR.worked(at(instant)) == hours * HOUR


@pytest.mark.parametrize(
    ("begin", "hours", "end"),
    [
        ("01-01T00:00", 1, "01-01T09:00"),
        ("01-01T08:00", 4, "01-01T12:00"),
        ("01-01T08:00", 8, "01-01T17:00"),
        ("01-01T12:30", 1, "01-01T14:00"),
        ("01-01T16:00", 2, "01-02T09:00"),
        ("01-05T16:00", 2, "01-08T09:00"),
        ("01-06T10:00", 8, "01-08T17:00"),
    ],
)
def test_a_budget_ends_at_a_closing_rather_than_at_the_next_opening(begin, hours, end):
    assert YEAR.after(at(begin), hours * HOUR) == at(end)


@pytest.mark.parametrize(
    ("end", "hours", "begin"),
    [
        ("01-01T09:00", 1, "01-01T08:00"),
        ("01-01T17:00", 8, "01-01T08:00"),
        ("01-01T14:00", 2, "01-01T11:00"),
        ("01-02T09:00", 2, "01-01T16:00"),
        ("01-08T09:00", 2, "01-05T16:00"),
        ("01-02T08:00", 4, "01-01T13:00"),
    ],
)
def test_a_budget_walked_back_ends_at_an_opening_rather_than_at_the_closing_before(end, hours, begin):
    assert YEAR.back(at(end), hours * HOUR) == at(begin)


def test_what_these_years_do_not_hold_is_left_to_longer_ones():
    total = YEAR.upto[-1]

    assert YEAR.after(at("01-01T00:00"), total) == YEAR.ends[-1]
    assert YEAR.after(at("01-01T00:00"), total + timedelta.resolution) is None
    assert YEAR.back(at("01-01T09:00"), HOUR + timedelta.resolution) is None


@pytest.mark.parametrize(
    ("instant", "found"),
    [
        ("01-01T07:00", "01-01T08:00"),
        ("01-01T08:00", "01-01T08:00"),
        ("01-01T10:00", "01-01T10:00"),
        ("01-01T12:00", "01-01T12:00"),
        ("01-01T12:01", "01-01T13:00"),
        ("01-05T17:00", "01-05T17:00"),
        ("01-05T17:01", "01-08T08:00"),
    ],
)
def test_at_work_is_the_instant_itself_or_the_next_opening(instant, found):
    assert YEAR.at_work(at(instant)) == at(found)


def test_after_the_last_closing_nobody_is_at_work():
    assert YEAR.at_work(YEAR.ends[-1]) == YEAR.ends[-1]
    assert YEAR.at_work(YEAR.ends[-1] + timedelta.resolution) is None


def test_stretches_that_touch_or_overlap_are_one():
    def spans_on(day: date) -> list[tuple[int, int]]:
        midnight = (day - EPOCH_DAY).days * DAY
        return [(midnight, midnight + 40_000), (midnight + 30_000, midnight + DAY)]

    horizon = Horizon.of(2024, 2024, spans_on)

    assert (len(horizon.begins), len(horizon.days)) == (1, 366 + 2)
    assert horizon.upto == [368 * 24 * HOUR]


def test_years_without_work_answer_nothing():
    empty = Horizon.of(2024, 2024, lambda day: [])

    assert empty.worked(at("06-01T00:00")) == NONE
    assert empty.after(at("06-01T00:00"), HOUR) is None
    assert empty.back(at("06-01T00:00"), HOUR) is None
    assert empty.at_work(at("06-01T00:00")) is None
