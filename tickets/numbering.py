"""How a number becomes a reference; pure."""

from collections.abc import Mapping
from datetime import date
from string import Formatter

from tickets.enums import Period

WORDS = frozenset({"type", "year", "month", "day", "number"})
FORMATS: Mapping[str, str] = {Period.NONE: "", Period.YEARLY: "%Y", Period.MONTHLY: "%Y-%m", Period.DAILY: "%Y-%m-%d"}


def period_key(period: str, day: date) -> str:
    """Return which counter of a series a document of ``day`` takes its number from."""
    return day.strftime(FORMATS[period])


def reference(pattern: str, *, type_code: str, day: date, number: int) -> str:
    """Write a number the way its series is read: ``INT/2026/00042``."""
    return pattern.format(type=type_code, year=day.year, month=f"{day:%m}", day=f"{day:%d}", number=number)


def problem_of(pattern: str, period: str) -> str:
    """Say what is wrong with a pattern: an unknown word, no number, or references that would repeat."""
    try:
        words = {name for _text, name, _spec, _conversion in Formatter().parse(pattern) if name is not None}
        reference(pattern, type_code="X", day=date(2026, 1, 31), number=1)
    except (ValueError, KeyError, IndexError, AttributeError):
        return "unreadable"
    if not words <= WORDS:
        return "unreadable"
    if "number" not in words:
        return "number"
    needed: dict[Period, set[str]] = {Period.NONE: set(), Period.YEARLY: {"year"}, Period.MONTHLY: {"year", "month"}}
    return "" if needed.get(Period(period), {"year", "month", "day"}) <= words else "repeats"
