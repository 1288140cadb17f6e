"""What vectors are played with: calendars and policies made of what they say."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from sla import actions
from sla.calendar import ALWAYS, DateRange, Target, Window, WorkingTime, YearlyRange, round_the_clock
from sla.conformance.outcomes import Facts
from sla.enums import Kind
from sla.models import Calendar, ClosedDay, Policy, Priority

NUMBERS = count(1)
SHORT_DAYS = "mon tue wed thu fri sat sun".split()


@dataclass(frozen=True)
class Sketch:
    """A calendar as a vector draws it."""

    zone: str
    week: tuple[tuple[Window, ...], ...]
    closed: tuple[DateRange | YearlyRange, ...] = ()

    def working_time(self) -> WorkingTime:
        """Return the pure calendar."""
        return WorkingTime(ZoneInfo(self.zone), self.week, self.closed)

    def row(self) -> Calendar:
        """Write it into the database."""
        calendar = Calendar.objects.create(name=f"Calendar {next(NUMBERS)}", time_zone=self.zone)
        actions.set_week(calendar, dict(enumerate(self.week)))
        close(calendar, self.closed)
        return calendar


def sketch(vector: Facts) -> Sketch | None:
    """Read the calendar of a vector, in either schema; none is round the clock.

    Times without a zone are read in UTC, where no clock is ever changed.
    """
    given = vector.get("given", {})
    drawn = vector.get("calendar") or given.get("calendar")
    if drawn is None:
        return None
    zone = zone_of(vector)
    if "hours" in drawn:
        week = tuple(_windows(drawn["hours"].get(day, [])) for day in SHORT_DAYS)
        return Sketch(zone, week, days_off(drawn.get("holidays", [])))
    week = tuple(_windows(drawn["weekly"].get(str((number + 1) % 7), [])) for number in range(7))
    bounded = [row for row in drawn.get("holidays", []) if row["from"] and row["to"]]
    return Sketch(zone, week, tuple(_closing(row) for row in bounded))


def zone_of(vector: Facts) -> str:
    """Return the zone in which the times of a vector are written."""
    given, when = vector.get("given", {}), vector.get("when", {})
    drawn = vector.get("calendar") or given.get("calendar") or {}
    found = vector.get("timezone") or given.get("timezone") or when.get("timezone") or drawn.get("timezone")
    return str(found or "UTC")


def working_time(vector: Facts) -> WorkingTime:
    """Return the pure calendar of a vector."""
    drawn = sketch(vector)
    if drawn is not None:
        return drawn.working_time()
    zone = zone_of(vector)
    return ALWAYS if zone == "UTC" else round_the_clock(ZoneInfo(zone))


def days_off(days: list[str]) -> tuple[DateRange, ...]:
    """Read plain dates."""
    return tuple(DateRange(date.fromisoformat(day), date.fromisoformat(day)) for day in days)


def close(calendar: Calendar, closed: tuple[DateRange | YearlyRange, ...]) -> None:
    """Write closed days, in the place of those that were there."""
    calendar.closed_days.all().delete()
    for one in closed:
        if isinstance(one, YearlyRange):
            span = date(2000, *one.first), date(2000 + (one.last < one.first), *one.last)
        else:
            span = one
        ClosedDay.objects.create(
            calendar=calendar, name="closed", first=span[0], last=span[1], yearly=isinstance(one, YearlyRange)
        )


def priority() -> Priority:
    """Write a priority of its own."""
    number = next(NUMBERS)
    return Priority.objects.create(code=f"vector-{number}", name=f"Vector {number}", rank=20_000 + number)


def policy(vector: Facts, targets: Mapping[tuple[Priority, Kind], Target | int]) -> Policy:
    """Write a policy with the calendar of a vector."""
    drawn = sketch(vector)
    calendar = drawn.row() if drawn else None
    made = Policy.objects.create(name=f"Policy {next(NUMBERS)}", calendar=calendar)
    actions.set_targets(made, targets)
    return made


def at(text: str, zone: str = "UTC") -> datetime:
    """Read a time as a vector writes it."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def spaced(instant: datetime | None, zone: str = "UTC") -> str | None:
    """Write a time like 2034-06-09 08:46:12."""
    return instant.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M:%S") if instant else None


def iso(instant: datetime | None) -> str | None:
    """Write a time like 2034-06-09T08:46:12."""
    return instant.astimezone(UTC).replace(tzinfo=None).isoformat() if instant else None


def seconds(length: timedelta | None) -> float | None:
    """Write a length."""
    return None if length is None else length.total_seconds()


def _windows(rows: list[list[str]]) -> tuple[Window, ...]:
    return tuple(Window(minute(opens), minute(closes)) for opens, closes in rows)


def minute(text: str) -> int:
    """Read a time of day; 23:59:59 is how some desks write midnight at the end."""
    hours, minutes, *rest = (int(part) for part in text.split(":"))
    return hours * 60 + minutes + (1 if rest and rest[0] > 0 else 0)


def _closing(row: Facts) -> DateRange | YearlyRange:
    first, last = date.fromisoformat(row["from"][:10]), date.fromisoformat(row["to"][:10])
    if row.get("perpetual"):
        return YearlyRange((first.month, first.day), (last.month, last.day))
    return DateRange(first, last)
