"""When our people work: opening hours there and back. Knows neither the database nor the web."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sla.calendar import Window, WorkingTime

ROME = ZoneInfo("Europe/Rome")
DAY = (Window(9 * 60, 13 * 60), Window(14 * 60, 18 * 60))
HOURS = WorkingTime(ROME, (DAY, DAY, DAY, DAY, DAY, (), ()))
STEP = timedelta(minutes=5)


def later(moment: datetime, minutes: float) -> datetime:
    """Return when ``minutes`` of work after ``moment`` are over, to the second."""
    return HOURS.add(moment, timedelta(minutes=max(minutes, 1))).replace(microsecond=0)


def earlier(moment: datetime, minutes: float) -> datetime:
    """Return a moment from which on ``minutes`` were worked until ``moment``, to five minutes."""
    budget, found = timedelta(minutes=minutes), moment
    while HOURS.between(found, moment) < budget:
        found -= STEP
    return found


def at_clock(moment: datetime, hour: int, minute: int = 0) -> datetime:
    """Return that hour of the day of ``moment``, as our wall shows it."""
    return moment.astimezone(ROME).replace(hour=hour, minute=minute, second=0, microsecond=0)
