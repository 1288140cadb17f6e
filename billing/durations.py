"""How long a work took: from typed clock times to minutes, right over midnight and over changes of the clock."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from billing.errors import BreakTooLong, EndsBeforeStart, NoDuration, TimeSkipped, TooLong

LONGEST = timedelta(hours=24)
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Span:
    """From one instant to another, less a break."""

    start_at: datetime
    end_at: datetime
    minutes: int


@dataclass(frozen=True)
class Typed:
    """What somebody typed: a day, two clock times of his zone, a break."""

    day: date
    starts: time
    ends: time
    zone: ZoneInfo
    break_minutes: int = 0
    ends_next_day: bool = False


def instant(day: date, clock: time, zone: ZoneInfo, *, fold: int = 0) -> datetime:
    """Return the instant that ``clock`` shows in ``zone``; refuse a time that the clocks jumped over."""
    local = datetime.combine(day, clock, tzinfo=zone).replace(fold=fold)
    moment = local.astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise TimeSkipped
    return moment


def span(typed: Typed) -> Span:
    """Return the instants and the minutes of ``typed``; refuse what cannot be (W01, W02, W03)."""
    last_day = typed.day + timedelta(days=1) if typed.ends_next_day else typed.day
    start = instant(typed.day, typed.starts, typed.zone)
    end = instant(last_day, typed.ends, typed.zone)
    if end < start:
        # In the hour that the clock repeats, an end that seems too early may be the second time it was shown.
        end = instant(last_day, typed.ends, typed.zone, fold=1)
    _ensure_possible(start, end, typed.break_minutes)
    return Span(start, end, (end - start) // MINUTE - typed.break_minutes)


def _ensure_possible(start: datetime, end: datetime, break_minutes: int) -> None:
    if end < start:
        raise EndsBeforeStart
    if end == start:
        raise NoDuration
    if end - start > LONGEST:
        raise TooLong
    if end - start <= break_minutes * MINUTE:
        raise BreakTooLong
