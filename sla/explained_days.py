"""How a due instant was worked out, day by day: windows used, days skipped, pauses added. Pure.

What is told adds up: from the start to the due instant there is as much working time as was promised, plus the working
time of the pauses; a promise in days or months is walked first, and the pauses are added behind it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby

from sla.calendar import DAY_MINUTES, Target, WorkingTime
from sla.calendar.deadlines import LENGTHS
from sla.enums import PauseKind
from sla.states import Pause, due_after

NONE = timedelta()
A_DAY = timedelta(days=1)
MOST_DAYS = 400


@dataclass(frozen=True)
class Stretch:
    """Part of a window that was used, as the clocks of the calendar's zone show it."""

    begins: datetime
    ends: datetime
    is_to_midnight: bool = False


@dataclass(frozen=True)
class Day:
    """One day on the way: the windows used and the working time in them; a day without is a day off."""

    day: date
    stretches: tuple[Stretch, ...]
    worked: timedelta
    is_closed: bool

    @property
    def is_off(self) -> bool:
        """Tell whether nothing was worked."""
        return not self.stretches


@dataclass(frozen=True)
class PauseUsed:
    """A pause, and how much working time fell into it."""

    kind: PauseKind
    began: datetime
    ended: datetime
    worked: timedelta


@dataclass(frozen=True)
class Computation:
    """The whole sum. ``promised`` is empty for a promise in days or months; ``base`` is the due instant without pauses."""

    started_at: datetime
    due_at: datetime
    base: datetime
    promised: timedelta | None
    days: tuple[Day, ...]
    stops: tuple[PauseUsed, ...]
    is_whole: bool

    @property
    def waited(self) -> timedelta:
        """Return the working time of all pauses."""
        return sum((stop.worked for stop in self.stops), NONE)

    @property
    def worked(self) -> timedelta:
        """Return the working time of all days."""
        return sum((day.worked for day in self.days), NONE)

    @property
    def runs(self) -> Iterator[tuple[Day, ...]]:
        """Yield the days: each worked one alone, those off that follow each other together."""
        for is_off, days in groupby(self.days, key=lambda day: day.is_off and not day.is_closed):
            if is_off:
                yield tuple(days)
            else:
                yield from ((day,) for day in days)


def compute(
    working: WorkingTime, started_at: datetime, target: Target, stops: Iterable[tuple[PauseKind, Pause]]
) -> Computation:
    """Work out when ``target`` is used up, and keep every step."""
    taken = tuple(
        PauseUsed(kind, pause.began, pause.ended, working.between(pause.began, pause.ended)) for kind, pause in stops
    )
    pauses = [Pause(stop.began, stop.ended) for stop in taken]
    due_at = due_after(working, started_at, target, pauses)
    length = LENGTHS.get(target.unit)
    return Computation(
        started_at=started_at,
        due_at=due_at,
        base=due_after(working, started_at, target, ()),
        promised=target.amount * length if length else None,
        days=tuple(_days(working, started_at, due_at)),
        stops=taken,
        is_whole=due_at - started_at < MOST_DAYS * A_DAY,
    )


def _days(working: WorkingTime, begin: datetime, end: datetime) -> Iterator[Day]:
    """Yield the days of the calendar's zone from ``begin`` to ``end``; of very many only the first ones."""
    day, last = begin.astimezone(working.zone).date(), end.astimezone(working.zone).date()
    if working.at(last, time()) == end:
        last -= A_DAY  # midnight ends the day before
    for number in range(min((last - day).days + 1, MOST_DAYS)):
        yield _day(working, day + timedelta(days=number), begin, end)


def _day(working: WorkingTime, day: date, begin: datetime, end: datetime) -> Day:
    since, until = max(begin, working.at(day, time())), min(end, working.at(day + A_DAY, time()))
    stretches = tuple(_stretches(working, day, since, until))
    return Day(day, stretches, working.between(since, until), working.is_closed(day))


def _stretches(working: WorkingTime, day: date, since: datetime, until: datetime) -> Iterator[Stretch]:
    for opens, closes in working.windows_on(day):
        begins, ends = max(_instant(working, day, opens), since), min(_instant(working, day, closes), until)
        if begins < ends:
            is_to_midnight = ends == working.at(day + A_DAY, time())
            yield Stretch(begins.astimezone(working.zone), ends.astimezone(working.zone), is_to_midnight)


def _instant(working: WorkingTime, day: date, minute: int) -> datetime:
    if minute == DAY_MINUTES:
        return working.at(day + A_DAY, time())
    return working.at(day, time(minute // 60, minute % 60))
