"""Some years of working time laid out flat, with prefix sums: every question about them is a binary search."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate, chain
from typing import Self

from sla.calendar.zones import EPOCH

Spans = list[tuple[int, int]]
NONE = timedelta()


@dataclass(frozen=True, slots=True)
class Horizon:
    """The working time of the UTC years from ``first`` to ``last``.

    ``begins`` and ``ends`` bound the stretches of work, ``before`` and ``upto`` say how much was worked when each of
    them begins and ends. ``days`` are the working days, as ordinals, and ``opens`` and ``closes`` their own bounds.
    """

    first: int
    last: int
    begins: list[datetime]
    ends: list[datetime]
    before: list[timedelta]
    upto: list[timedelta]
    days: list[int]
    opens: list[datetime]
    closes: list[datetime]

    @classmethod
    def of(cls, first: int, last: int, spans_on: Callable[[date], Spans]) -> Self:
        """Lay out the years ``first`` to ``last`` of a calendar that works during ``spans_on`` each day."""
        found = [(day.toordinal(), spans) for day in _days(first, last) if (spans := spans_on(day))]
        joined = _joined(chain.from_iterable(spans for _, spans in found))
        sums = list(accumulate((timedelta(seconds=end - begin) for begin, end in joined), initial=NONE))
        return cls(
            first,
            last,
            begins=[_instant(begin) for begin, _ in joined],
            ends=[_instant(end) for _, end in joined],
            before=sums[:-1],
            upto=sums[1:],
            days=[day for day, _ in found],
            opens=[_instant(spans[0][0]) for _, spans in found],
            closes=[_instant(_last_end(spans)) for _, spans in found],
        )

    def worked(self, instant: datetime) -> timedelta:
        """Return the working time before ``instant``."""
        index = bisect_right(self.begins, instant) - 1
        if index < 0:
            return NONE
        end = self.ends[index]
        return self.upto[index] if instant >= end else self.upto[index] - (end - instant)

    def after(self, begin: datetime, budget: timedelta) -> datetime | None:
        """Return the first instant by which ``budget`` was worked since ``begin``, if these years hold it.

        A whole day's worth ends at its closing.
        """
        goal = self.worked(begin) + budget
        index = bisect_left(self.upto, goal)
        return self.ends[index] - (self.upto[index] - goal) if index < len(self.upto) else None

    def back(self, end: datetime, budget: timedelta) -> datetime | None:
        """Return the last instant from which ``budget`` is worked until ``end``, if these years hold it.

        A whole day's worth goes back to its opening.
        """
        goal = self.worked(end) - budget
        if goal < NONE or not self.begins:
            return None
        index = bisect_right(self.before, goal) - 1
        return self.begins[index] + (goal - self.before[index])

    def at_work(self, instant: datetime) -> datetime | None:
        """Return ``instant`` if the desk works then or closes just then, else its next opening, if there is one."""
        index = bisect_left(self.ends, instant)
        return max(instant, self.begins[index]) if index < len(self.begins) else None


def _days(first: int, last: int) -> Iterator[date]:
    """Yield the local dates that can touch these UTC years: their own, the last before and the first after."""
    begin = date(first, 1, 1).toordinal() - 1
    end = date(last, 12, 31).toordinal() + 1
    return (date.fromordinal(number) for number in range(begin, end + 1))


def _last_end(spans: Spans) -> int:
    return max(end for _, end in spans)


def _joined(spans: Iterable[tuple[int, int]]) -> Spans:
    """Sort spans, and join those that overlap or touch."""
    joined: Spans = []
    for begin, end in sorted(spans):
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((begin, end))
    return joined


def _instant(second: int) -> datetime:
    return EPOCH + timedelta(seconds=second)
