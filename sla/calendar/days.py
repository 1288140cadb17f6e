"""What a calendar is written with: windows of a day, closed days, extra openings, public holidays."""

from datetime import date
from functools import lru_cache
from typing import NamedTuple

import holidays

DAY_MINUTES = 1440


class NeverOpen(ValueError):
    """The calendar has no working time at all, or none within a century."""


class UnknownCountry(ValueError):
    """No public holidays are known of this country, or of this part of it."""


class Window(NamedTuple):
    """Minutes of a day during which the desk works: ``closes`` itself is outside, 1440 is midnight at the end."""

    opens: int
    closes: int

    @property
    def length(self) -> int:
        """Return how many minutes it has."""
        return self.closes - self.opens


Week = tuple[tuple[Window, ...], ...]


class DateRange(NamedTuple):
    """Days from ``first`` to ``last``, both included."""

    first: date
    last: date

    def covers(self, day: date) -> bool:
        """Tell whether ``day`` lies in the range."""
        return self.first <= day <= self.last


class YearlyRange(NamedTuple):
    """(month, day) pairs, both included; a range that begins after its end runs over New Year."""

    first: tuple[int, int]
    last: tuple[int, int]

    def covers(self, day: date) -> bool:
        """Tell whether ``day`` lies in the range, in any year."""
        here = (day.month, day.day)
        if self.first <= self.last:
            return self.first <= here <= self.last
        return here >= self.first or here <= self.last


class PublicHolidays(NamedTuple):
    """The public holidays of a country, and of one region of it where ``region`` is given; movable feasts included."""

    country: str
    region: str = ""

    def covers(self, day: date) -> bool:
        """Tell whether ``day`` is a public holiday."""
        return day in _feasts(self, day.year, "")

    def name_of(self, day: date, language: str = "") -> str:
        """Return what ``day`` is called, in ``language`` where the country is known in it; nothing on other days."""
        return _feasts(self, day.year, language).get(day, "")


class Opening(NamedTuple):
    """Extra working time on one day, also on a closed one."""

    day: date
    window: Window


Closing = DateRange | YearlyRange | PublicHolidays


def countries() -> dict[str, list[str]]:
    """Return the countries whose public holidays are known, by their codes, with the codes of their regions."""
    return holidays.list_supported_countries()


@lru_cache(maxsize=1024)
def _feasts(public: PublicHolidays, year: int, language: str) -> dict[date, str]:
    spoken = _spoken(public.country, language) if language else None
    try:
        known = holidays.country_holidays(public.country, public.region or None, years=year, language=spoken)
    except NotImplementedError as unknown:
        message = f"No public holidays are known for {public.country} {public.region}".rstrip()
        raise UnknownCountry(message) from unknown
    return dict(known.items())


@lru_cache(maxsize=256)
def _spoken(country: str, language: str) -> str | None:
    """Return the code under which the holidays of ``country`` are named in ``language``, if they are."""
    known = holidays.list_localized_countries().get(country, [])
    return next((code for code in known if code.partition("_")[0] == language.partition("-")[0]), None)
