from datetime import date

import pytest

from tickets import numbering
from tickets.enums import Period

DAY = date(2026, 3, 7)


@pytest.mark.parametrize(
    ("period", "key"),
    [(Period.NONE, ""), (Period.YEARLY, "2026"), (Period.MONTHLY, "2026-03"), (Period.DAILY, "2026-03-07")],
)
def test_the_period_decides_which_counter_is_used(period, key):
    assert numbering.period_key(period, DAY) == key


@pytest.mark.parametrize(
    ("pattern", "written"),
    [
        ("{type}/{year}/{number:05d}", "INT/2026/00042"),
        ("PF-{year}-{number:04d}", "PF-2026-0042"),
        ("{year}{month}{day}-{number}", "20260307-42"),
    ],
)
def test_a_number_is_written_by_the_pattern_of_its_series(pattern, written):
    assert numbering.reference(pattern, type_code="INT", day=DAY, number=42) == written


@pytest.mark.parametrize(
    ("pattern", "period", "problem"),
    [
        ("{type}/{year}/{number:05d}", Period.YEARLY, ""),
        ("{number}", Period.NONE, ""),
        ("{type}/{number}", Period.YEARLY, "repeats"),
        ("{year}-{number}", Period.MONTHLY, "repeats"),
        ("{year}{month}{number}", Period.DAILY, "repeats"),
        ("{year}", Period.YEARLY, "number"),
        ("{year}-{secret}-{number}", Period.YEARLY, "unreadable"),
        ("{year}-{number:zz}", Period.YEARLY, "unreadable"),
        ("{number", Period.NONE, "unreadable"),
        ("{number.real}", Period.NONE, "unreadable"),
    ],
)
def test_a_pattern_that_would_repeat_or_cannot_be_read_is_told(pattern, period, problem):
    assert numbering.problem_of(pattern, period) == problem
