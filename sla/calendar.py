"""Working time: which instants count, how much lies between two of them, and when a budget of it is used up.

Pure: knows no database, and never asks what time it is. Business time is the sum of real seconds, so dates are walked
in the calendar's zone and lengths are measured in UTC; that is what makes a day with a clock change right.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple
from zoneinfo import ZoneInfo

DAY_MINUTES = 1440
DAY_SECONDS = 86_400
MICROS = 1_000_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FARTHEST_YEARS = 100


class NeverOpen(ValueError):
    """The calendar has no working time at all, or none within a century."""


class Window(NamedTuple):
    """Minutes of a day during which the desk works: ``closes`` itself is outside, 1440 is midnight at the end."""

    opens: int
    closes: int


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


class Opening(NamedTuple):
    """Extra working time on one day, also on a closed one."""

    day: date
    window: Window


class _Span(NamedTuple):
    """Seconds since the epoch, half-open, and the zone's offset during them."""

    since: int
    until: int
    offset: int


Week = tuple[tuple[Window, ...], ...]


@dataclass(frozen=True)
class _Year:
    """The working time of one UTC year as sorted microsecond intervals, with the sum up to the end of each."""

    begins: tuple[int, ...]
    ends: tuple[int, ...]
    sums: tuple[int, ...]

    @property
    def total(self) -> int:
        return self.sums[-1] if self.sums else 0

    def worked(self, instant: int) -> int:
        """Return the working time of this year before ``instant``."""
        index = bisect_right(self.begins, instant) - 1
        if index < 0:
            return 0
        return self.sums[index] - max(self.ends[index] - instant, 0)

    def reached(self, amount: int) -> int:
        """Return the first instant before which ``amount`` was worked; a whole day's worth ends at its closing."""
        index = bisect_left(self.sums, amount)
        return self.ends[index] - (self.sums[index] - amount)


@dataclass(frozen=True)
class WorkingTime:
    """When a desk works: a weekly pattern in one time zone, less closed days, plus extra openings.

    ``week`` holds the windows of Monday to Sunday. Years are worked out once, when first asked for, and kept: ``add``
    and ``between`` then cost a binary search, however many days lie between.
    """

    zone: ZoneInfo
    week: Week
    closed: tuple[DateRange, ...] = ()
    yearly: tuple[YearlyRange, ...] = ()
    openings: tuple[Opening, ...] = ()
    _years: dict[int, _Year] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if len(self.week) != len("MTWTFSS"):
            message = "A week has seven days."
            raise ValueError(message)
        windows = [*(window for day in self.week for window in day), *(opening.window for opening in self.openings)]
        if not windows:
            message = "A calendar needs at least one window of working time."
            raise NeverOpen(message)
        for opens, closes in windows:
            if not 0 <= opens < closes <= DAY_MINUTES:
                message = f"Minutes {opens} to {closes} are no window of a day."
                raise ValueError(message)

    def is_closed(self, day: date) -> bool:
        """Tell whether ``day`` is taken out of the weekly pattern."""
        ranges: tuple[DateRange | YearlyRange, ...] = (*self.closed, *self.yearly)
        return any(span.covers(day) for span in ranges)

    def windows_on(self, day: date) -> tuple[Window, ...]:
        """Return the windows of ``day``, in order; extra openings hold on closed days too."""
        regular = () if self.is_closed(day) else self.week[day.weekday()]
        return tuple(sorted({*regular, *(opening.window for opening in self.openings if opening.day == day)}))

    def is_working_day(self, day: date) -> bool:
        """Tell whether anything of ``day`` is working time."""
        return bool(self.windows_on(day))

    def is_open(self, instant: datetime) -> bool:
        """Tell whether ``instant`` is working time; opening time is, closing time is not."""
        local = instant.astimezone(self.zone)
        minute = local.hour * 60 + local.minute
        return any(opens <= minute < closes for opens, closes in self.windows_on(local.date()))

    def between(self, begin: datetime, end: datetime) -> timedelta:
        """Return the working time from ``begin`` to ``end``; none when ``end`` is not later."""
        if end <= begin:
            return timedelta()
        first, last = begin.astimezone(UTC).year, end.astimezone(UTC).year
        whole = sum(self._year(year).total for year in range(first, last))
        worked = whole + self._year(last).worked(_micros(end)) - self._year(first).worked(_micros(begin))
        return timedelta(microseconds=worked)

    def add(self, start: datetime, budget: timedelta) -> datetime:
        """Return the first instant, in UTC, by which ``budget`` of working time has passed since ``start``.

        A budget equal to what is left of a day ends at that day's closing, not at the next opening. No budget ends at
        ``start`` itself, open or not.
        """
        if budget < timedelta():
            message = "A budget of working time cannot be negative."
            raise ValueError(message)
        begin = start.astimezone(UTC)
        if not budget:
            return begin
        left = budget // timedelta(microseconds=1) + self._year(begin.year).worked(_micros(start))
        for year in range(begin.year, begin.year + FARTHEST_YEARS):
            if left <= self._year(year).total:
                return EPOCH + timedelta(microseconds=self._year(year).reached(left))
            left -= self._year(year).total
        message = f"The calendar does not hold {budget} of working time within {FARTHEST_YEARS} years of {start}."
        raise NeverOpen(message)

    def _year(self, year: int) -> _Year:
        if year not in self._years:
            spans = _merged(sorted(self._spans(year)))
            begins = tuple(since * MICROS for since, _ in spans)
            ends = tuple(until * MICROS for _, until in spans)
            sums = tuple(accumulate(end - begin for begin, end in zip(begins, ends, strict=True)))
            self._years[year] = _Year(begins, ends, sums)
        return self._years[year]

    def _spans(self, year: int) -> Iterator[tuple[int, int]]:
        # An instant is working time when the wall clock then shows a working minute. So each window is laid over every
        # stretch of constant offset: an hour that comes twice counts twice, one that is skipped does not count.
        stretches = _stretches(self.zone, year)
        for day in _days(year):
            midnight = (day - EPOCH.date()).days * DAY_SECONDS
            for opens, closes in self.windows_on(day):
                for since, until, offset in stretches:
                    begin = max(midnight + opens * 60 - offset, since)
                    end = min(midnight + closes * 60 - offset, until)
                    if begin < end:
                        yield begin, end


ALWAYS = WorkingTime(ZoneInfo("UTC"), ((Window(0, DAY_MINUTES),),) * 7)


def _micros(instant: datetime) -> int:
    return (instant - EPOCH) // timedelta(microseconds=1)


def _new_year(year: int) -> int:
    return (date(year, 1, 1) - EPOCH.date()).days * DAY_SECONDS


def _days(year: int) -> Iterator[date]:
    """Yield the local dates that can touch a UTC year: its own, the last before and the first after."""
    first = date(year, 1, 1) - timedelta(days=1)
    count = (date(year + 1, 1, 1) - first).days + 1
    return (first + timedelta(days=number) for number in range(count))


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join sorted spans that overlap or touch."""
    joined: list[tuple[int, int]] = []
    for begin, end in spans:
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((begin, end))
    return joined


@lru_cache(maxsize=512)
def _stretches(zone: ZoneInfo, year: int) -> tuple[_Span, ...]:
    """Cut a UTC year into stretches during which the zone's offset stays the same."""
    begin, end = _new_year(year), _new_year(year + 1)
    spans, since = [], begin
    for tomorrow in range(begin + DAY_SECONDS, end + 1, DAY_SECONDS):
        today = tomorrow - DAY_SECONDS
        if _offset(zone, today) != _offset(zone, tomorrow):
            change = _change_between(zone, today, tomorrow)
            spans.append(_Span(since, change, _offset(zone, today)))
            since = change
    return (*spans, _Span(since, end, _offset(zone, since))) if since < end else tuple(spans)


def _change_between(zone: ZoneInfo, before: int, after: int) -> int:
    """Return the first second with the offset of ``after``."""
    old = _offset(zone, before)
    while after - before > 1:
        middle = (before + after) // 2
        if _offset(zone, middle) == old:
            before = middle
        else:
            after = middle
    return after


def _offset(zone: ZoneInfo, second: int) -> int:
    here = (EPOCH + timedelta(seconds=second)).astimezone(zone).utcoffset()
    return int((here or timedelta()).total_seconds())
