"""How long a work took: from typed clock times to minutes, right over midnight and over changes of the clock."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import product
from zoneinfo import ZoneInfo

from billing.errors import BreakTooLong, EndsBeforeStart, NoDuration, TimeSkipped, TooLong

LONGEST = timedelta(hours=24)  # by one of two clocks: that of the wall, or one that never changes
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Span:
    """From one instant to another, less a break."""

    start_at: datetime
    end_at: datetime
    minutes: int


@dataclass(frozen=True)
class Typed:
    """What somebody typed: a day, two clock times of their zone, a break.

    A time that the clock showed twice that night was the first (0) or the second (1); None says nothing about it.
    """

    day: date
    starts: time
    ends: time
    zone: ZoneInfo
    break_minutes: int = 0
    ends_next_day: bool = False
    start_fold: int | None = None
    end_fold: int | None = None

    @property
    def last_day(self) -> date:
        """Return the day on which it ends."""
        return self.day + timedelta(days=1) if self.ends_next_day else self.day


def instant(day: date, clock: time, zone: ZoneInfo, *, fold: int = 0) -> datetime:
    """Return the instant that ``clock`` shows in ``zone``; refuse a time that the clocks jumped over."""
    local = datetime.combine(day, clock, tzinfo=zone).replace(fold=fold)
    moment = local.astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise TimeSkipped
    return moment


def span(typed: Typed) -> Span:
    """Return the instants and the minutes of ``typed``; refuse what cannot be (W01, W02, W03)."""
    start, end = _instants(typed)
    if end < start and typed.end_fold is None:
        # In the hour that the clock repeats, an end that seems too early may be the second time it was shown.
        _start, end = _instants(replace(typed, end_fold=1))
    _ensure_possible(start, end, typed)
    return Span(start, end, (end - start) // MINUTE - typed.break_minutes)


def readings(typed: Typed) -> list[Typed]:
    """Return every way in which ``typed`` can be meant; several where the clock showed a time twice."""
    starts = _folds(typed.start_fold, typed.day, typed.starts, typed.zone)
    ends = _folds(typed.end_fold, typed.last_day, typed.ends, typed.zone)
    told = [replace(typed, start_fold=start, end_fold=end) for start, end in product(starts, ends)]
    return [one for one in told if _instants(one)[0] < _instants(one)[1]]


def settled(typed: Typed) -> Typed:
    """Return ``typed`` as it is meant, where it can be meant in one way only."""
    possible = readings(typed)
    return possible[0] if len(possible) == 1 else typed


def unclear(typed: Typed) -> list[str]:
    """Return which of ``start_fold`` and ``end_fold`` have to be asked for."""
    possible = readings(typed)
    return [name for name in ("start_fold", "end_fold") if len({getattr(one, name) for one in possible}) > 1]


def _instants(typed: Typed) -> tuple[datetime, datetime]:
    start = instant(typed.day, typed.starts, typed.zone, fold=typed.start_fold or 0)
    return start, instant(typed.last_day, typed.ends, typed.zone, fold=typed.end_fold or 0)


def _folds(told: int | None, day: date, clock: time, zone: ZoneInfo) -> list[int]:
    if told is not None:
        return [told]
    return [0, 1] if instant(day, clock, zone) != instant(day, clock, zone, fold=1) else [0]


def _ensure_possible(start: datetime, end: datetime, typed: Typed) -> None:
    if end < start:
        raise EndsBeforeStart
    if end == start:
        raise NoDuration
    on_the_wall = datetime.combine(typed.last_day, typed.ends) - datetime.combine(typed.day, typed.starts)
    if min(end - start, on_the_wall) > LONGEST:
        raise TooLong
    if end - start <= typed.break_minutes * MINUTE:
        raise BreakTooLong
