"""How long something may take, in the units in which it is promised."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from sla.calendar.working import WorkingTime


class Unit(StrEnum):
    """What a target is counted in. Minutes and hours are business time, days are working days."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    END_OF_DAY = "end_of_day"
    MONTH = "month"


class Target(NamedTuple):
    """So many of a unit; negative ones lie before their start."""

    amount: int
    unit: Unit


LENGTHS = {Unit.MINUTE: timedelta(minutes=1), Unit.HOUR: timedelta(hours=1)}
WALKS = {
    Unit.DAY: WorkingTime.add_days,
    Unit.END_OF_DAY: WorkingTime.end_of_day,
    Unit.MONTH: WorkingTime.add_months,
}


def due(working: WorkingTime, start: datetime, target: Target, waited: timedelta = timedelta()) -> datetime:
    """Return when ``target`` is used up from ``start`` on; ``waited`` is the business time that it stood still.

    It joins the budget of minutes and hours before that is walked; days and months are walked first.
    """
    if target.unit in LENGTHS:
        return working.add(start, target.amount * LENGTHS[target.unit] + waited)
    return working.add(WALKS[target.unit](working, start, target.amount), waited)


def shifted(working: WorkingTime, instant: datetime, offset: timedelta) -> datetime:
    """Return ``instant`` moved by ``offset`` of working time; whole days are working days, at the same time of day."""
    days, rest = divmod(abs(offset), timedelta(days=1))
    if rest or not days:
        return working.add(instant, offset)
    return working.add_days(instant, days if offset > timedelta() else -days)
