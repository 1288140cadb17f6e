"""Calendars: what is asked of them, and what the pure engine answers."""

from datetime import date, timedelta

from sla.calendar import NeverOpen, Window, WorkingTime
from sla.conformance.fixtures import SHORT_DAYS, at, minute, spaced, working_time, zone_of
from sla.conformance.outcomes import Facts, NotBuilt, Play, expected_of

DAY = timedelta(days=1)


def calendar(vector: Facts) -> Facts:
    """Answer whatever a vector asks of a calendar: the names of its answers say what that is."""
    told: Facts = {}
    for key in expected_of(vector):
        if key not in QUESTIONS:
            raise NotBuilt(f"A calendar is not asked for “{key}” yet.")
        told[key] = QUESTIONS[key](vector)
    return told


def outside_hours(vector: Facts) -> list[Facts]:
    """Tell of each case whether it came in outside the hours, written like “Mon-Fri 10:00-18:00”."""
    days, _, hours = vector["hours"].partition(" ")
    first, _, last = (part.lower() for part in days.partition("-"))
    opens, closes = (minute(part) for part in hours.split("-"))
    working = range(SHORT_DAYS.index(first), SHORT_DAYS.index(last or first) + 1)
    week = tuple((Window(opens, closes),) if number in working else () for number in range(7))
    desk = WorkingTime(working_time({}).zone, week)
    return [case | {"raised_outside": not desk.is_open(at(case["created"]))} for case in vector["cases"]]


def _end(vector: Facts) -> str | None:
    when, zone = vector["when"], zone_of(vector)
    try:
        working = working_time(vector)
    except NeverOpen:
        return None
    start, delay = at(when["start"], zone), timedelta(seconds=when["delay_seconds"])
    if when.get("end_of_working_day"):
        found = working.end_of_day(start, _whole_days(delay))
    elif when.get("unit_mode") == "days":
        found = working.add_days(start, _whole_days(delay))
    else:
        found = working.add(start, delay)
    return spaced(working.add(found, timedelta(seconds=when.get("additional_working_seconds") or 0)), zone)


def _whole_days(delay: timedelta) -> int:
    return int(delay / DAY)


def _seconds(vector: Facts) -> float:
    when, zone = vector["when"], zone_of(vector)
    return working_time(vector).between(at(when["from"], zone), at(when["to"], zone)).total_seconds()


def _is_working_day(vector: Facts) -> bool:
    return working_time(vector).is_working_day(date.fromisoformat(_asked(vector)[:10]))


def _is_holiday(vector: Facts) -> bool:
    return working_time(vector).is_closed(date.fromisoformat(_asked(vector)[:10]))


def _is_open(vector: Facts) -> bool:
    return working_time(vector).is_open(at(_asked(vector), zone_of(vector)))


def _has_working_day(vector: Facts) -> bool:
    try:
        return working_time(vector).has_working_days()
    except NeverOpen:
        return False


def _asked(vector: Facts) -> str:
    when = vector["when"]
    return str(when["at"] if "at" in when else when["date"])


QUESTIONS: dict[str, Play] = {
    "end": _end,
    "seconds": _seconds,
    "hours": lambda vector: _seconds(vector) / 3600,
    "working_day": _is_working_day,
    "working_time": _is_open,
    "is_holiday": _is_holiday,
    "has_working_day": _has_working_day,
}
