"""When a desk works, frozen as plain data: what a version of a policy counts by, whatever becomes of its calendar. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple, Self, TypedDict
from zoneinfo import ZoneInfo

from sla.calendar import DAY_MINUTES, Closing, DateRange, Opening, PublicHolidays, Window, WorkingTime, YearlyRange

DAYS_A_WEEK = 7


class ClosedData(TypedDict):
    """Closed days as plain data."""

    name: str
    first: str
    last: str
    yearly: bool


class OpeningData(TypedDict):
    """An extra opening as plain data."""

    day: str
    window: list[int]


class ScheduleData(TypedDict):
    """A schedule as plain data."""

    zone: str
    week: list[list[list[int]]]
    closed: list[ClosedData]
    openings: list[OpeningData]
    country: str
    region: str


class Closed(NamedTuple):
    """Days on which the desk stays closed, once or every year, and what they are called."""

    name: str
    first: date
    last: date
    yearly: bool = False

    @property
    def rule(self) -> DateRange | YearlyRange:
        """Return the pure days: once, or of any year; 24 December to 6 January then runs over New Year."""
        if self.yearly:
            return YearlyRange((self.first.month, self.first.day), (self.last.month, self.last.day))
        return DateRange(self.first, self.last)


@dataclass(frozen=True)
class Schedule:
    """A calendar as it stood once."""

    zone: str
    week: tuple[tuple[Window, ...], ...]
    closed: tuple[Closed, ...] = ()
    openings: tuple[Opening, ...] = ()
    country: str = ""
    region: str = ""

    @property
    def public_holidays(self) -> PublicHolidays | None:
        """Return the public holidays that are kept, if any are."""
        return PublicHolidays(self.country, self.region) if self.country else None

    @property
    def working_time(self) -> WorkingTime:
        """Return the pure calendar; equal ones are the same object, so that its years are worked out once."""
        return _working_time(self)

    def closed_names(self, first: date, last: date, language: str = "") -> dict[date, str]:
        """Return the closed days from ``first`` to ``last`` with their names, in order; our own names come first."""
        named = {}
        for number in range((last - first).days + 1):
            day = first + timedelta(days=number)
            own = next((one.name for one in self.closed if one.rule.covers(day)), "")
            name = own or (self.public_holidays.name_of(day, language) if self.public_holidays else "")
            if name:
                named[day] = name
        return named

    def as_data(self) -> ScheduleData:
        """Return the same as plain data, for a JSON column."""
        return {
            "zone": self.zone,
            "week": [[[*window] for window in day] for day in self.week],
            "closed": [
                {"name": name, "first": first.isoformat(), "last": last.isoformat(), "yearly": yearly}
                for name, first, last, yearly in self.closed
            ],
            "openings": [{"day": day.isoformat(), "window": [*window]} for day, window in self.openings],
            "country": self.country,
            "region": self.region,
        }

    @classmethod
    def from_data(cls, data: ScheduleData) -> Self:
        """Read what ``as_data`` wrote."""
        return cls(
            zone=data["zone"],
            week=tuple(tuple(Window(*window) for window in day) for day in data["week"]),
            closed=tuple(
                Closed(one["name"], date.fromisoformat(one["first"]), date.fromisoformat(one["last"]), one["yearly"])
                for one in data["closed"]
            ),
            openings=tuple(Opening(date.fromisoformat(one["day"]), Window(*one["window"])) for one in data["openings"]),
            country=data["country"],
            region=data["region"],
        )


def day_and_night(zone: str) -> Schedule:
    """Return what holds without a calendar: all hours of all days, in the days of ``zone``."""
    return Schedule(zone, ((Window(0, DAY_MINUTES),),) * DAYS_A_WEEK)


@lru_cache(maxsize=64)
def _working_time(schedule: Schedule) -> WorkingTime:
    rules: list[Closing] = [one.rule for one in schedule.closed]
    if schedule.public_holidays:
        rules.append(schedule.public_holidays)
    return WorkingTime(ZoneInfo(schedule.zone), schedule.week, tuple(rules), schedule.openings)
