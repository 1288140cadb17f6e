"""When a desk works, and the questions that are asked of it."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from sla.calendar.days import DAY_MINUTES, Closing, NeverOpen, Opening, Week, Window
from sla.calendar.horizon import NONE, Horizon, Spans
from sla.calendar.zones import real_spans

FARTHEST_YEARS = 100


@dataclass(frozen=True)
class WorkingTime:
    """When a desk works: a weekly pattern in one time zone, less closed days, plus extra openings.

    ``week`` holds the windows of Monday to Sunday. Some years are laid out when first asked for, more when needed, and
    all are kept: every question then costs a binary search, however many days lie between.
    """

    zone: ZoneInfo
    week: Week
    closed: tuple[Closing, ...] = ()
    openings: tuple[Opening, ...] = ()
    _known: list[Horizon] = field(default_factory=list, init=False, repr=False, compare=False)

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
        return any(closing.covers(day) for closing in self.closed)

    def windows_on(self, day: date) -> tuple[Window, ...]:
        """Return the windows of ``day``, in order; extra openings hold on closed days too."""
        regular = () if self.is_closed(day) else self.week[day.weekday()]
        extra = [opening.window for opening in self.openings if opening.day == day]
        return tuple(sorted({*regular, *extra})) if extra else tuple(sorted(regular))

    def is_working_day(self, day: date) -> bool:
        """Tell whether anything of ``day`` is working time."""
        return bool(self.windows_on(day))

    def has_working_days(self) -> bool:
        """Tell whether the desk works on any weekday at all."""
        return any(self.week)

    def is_open(self, instant: datetime) -> bool:
        """Tell whether ``instant`` is working time; opening time is, closing time is not."""
        local = instant.astimezone(self.zone)
        minute = local.hour * 60 + local.minute
        return any(opens <= minute < closes for opens, closes in self.windows_on(local.date()))

    def between(self, begin: datetime, end: datetime) -> timedelta:
        """Return the working time from ``begin`` to ``end``; none when ``end`` is not later."""
        since, until = begin.astimezone(UTC), end.astimezone(UTC)
        if until <= since:
            return NONE
        horizon = self._horizon(since.year, until.year)
        return horizon.worked(until) - horizon.worked(since)

    def add(self, start: datetime, budget: timedelta) -> datetime:
        """Return the first instant, in UTC, by which ``budget`` of working time has passed since ``start``.

        A budget equal to what is left of a day ends at that day's closing, not at the next opening. No budget ends at
        ``start`` itself, open or not. A negative one walks back, to the opening where it uses up the day.
        """
        begin = start.astimezone(UTC)
        if budget <= NONE:
            return self._back(begin, -budget) if budget else begin
        year = begin.year
        found = self._horizon(year - 1, year + 1).after(begin, budget)
        return found or self._first(horizon.after(begin, budget) for horizon in self._from(year))

    def add_days(self, start: datetime, days: int) -> datetime:
        """Return the same time of day ``days`` working days later, cut to that day's last closing; in UTC.

        Before the desk opens, or from a day off, it starts at the next opening; going back, at the last closing: whoever
        asks later is never promised something earlier.
        """
        local, grain = self._on_a_working_day(start, forward=days >= 0)
        horizon, index = self._working_day(local.date(), days)
        same_time = self.at(date.fromordinal(horizon.days[index]), local.time()) + grain
        return min(same_time, horizon.closes[index])

    def end_of_day(self, start: datetime, days: int) -> datetime:
        """Return the last closing of the working day that is ``days`` of them after that of ``start``; in UTC."""
        local, _ = self._on_a_working_day(start, forward=days >= 0)
        horizon, index = self._working_day(local.date(), days)
        return horizon.closes[index]

    def add_months(self, start: datetime, months: int) -> datetime:
        """Return the same day and time ``months`` calendar months later, moved on into working time; in UTC.

        The 31st becomes the last day of a shorter month.
        """
        local = start.astimezone(self.zone)
        goal = self.at(_months_later(local.date(), months), local.time())
        return self._first(horizon.at_work(goal) for horizon in self._from(goal.year))

    def at(self, day: date, clock: time) -> datetime:
        """Return the instant, in UTC, at which the clocks of the zone show ``clock`` on ``day``."""
        return datetime.combine(day, clock, self.zone).astimezone(UTC)

    def _back(self, end: datetime, budget: timedelta) -> datetime:
        return self._first(horizon.back(end, budget) for horizon in self._upto(end.year))

    def _first(self, answers: Iterable[datetime | None]) -> datetime:
        """Return the first answer that is one."""
        for answer in answers:
            if answer is not None:
                return answer
        message = f"The calendar does not hold that much working time within {FARTHEST_YEARS} years."
        raise NeverOpen(message)

    def _on_a_working_day(self, start: datetime, *, forward: bool) -> tuple[datetime, timedelta]:
        """Return ``start`` in the zone, or the opening ahead where its day has not opened; going back from a day off, the closing.

        A closing is given as the instant before it and the grain that is missing: midnight closes the day it ends.
        """
        local = start.astimezone(self.zone)
        if forward:
            horizon, index = self._working_day(local.date(), 0)
            return max(local, horizon.opens[index].astimezone(self.zone)), NONE
        if self.is_working_day(local.date()):
            return local, NONE
        horizon, index = self._working_day(local.date(), -1)
        grain = timedelta.resolution
        return (horizon.closes[index] - grain).astimezone(self.zone), grain

    def _working_day(self, day: date, days: int) -> tuple[Horizon, int]:
        """Find the working day that is ``days`` of them after ``day``; from a day off, 0 is the next one."""
        ordinal = day.toordinal()
        for horizon in self._from(day.year) if days >= 0 else self._upto(day.year):
            index = bisect_left(horizon.days, ordinal) + days
            if 0 <= index < len(horizon.days):
                return horizon, index
        message = f"The calendar has no such working day within {FARTHEST_YEARS} years of {day}."
        raise NeverOpen(message)

    def _from(self, year: int) -> Iterator[Horizon]:
        """Yield horizons that begin by ``year`` and reach ever farther."""
        return (self._horizon(year - 1, year + ahead) for ahead in (1, 3, 10, FARTHEST_YEARS))

    def _upto(self, year: int) -> Iterator[Horizon]:
        """Yield horizons that reach past ``year`` and begin ever earlier."""
        return (self._horizon(year - behind, year + 1) for behind in (1, 3, 10, FARTHEST_YEARS))

    def _horizon(self, first: int, last: int) -> Horizon:
        """Return a horizon that holds these years; what is laid out already is used as long as it is enough."""
        if not self._known:
            self._known.append(Horizon.of(first, last, self._spans_on))
        known = self._known[0]
        if known.first <= first and last <= known.last:
            return known
        self._known[0] = Horizon.of(min(first, known.first), max(last, known.last), self._spans_on)
        return self._known[0]

    def _spans_on(self, day: date) -> Spans:
        windows = self.windows_on(day)
        return sorted(span for opens, closes in windows for span in real_spans(self.zone, day, opens, closes))


@lru_cache(maxsize=64)
def round_the_clock(zone: ZoneInfo) -> WorkingTime:
    """Return what holds without a calendar: day and night, with the days and months of ``zone``."""
    return WorkingTime(zone, ((Window(0, DAY_MINUTES),),) * 7)


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    following = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=day.day - 1), following - timedelta(days=1))


ALWAYS = round_the_clock(ZoneInfo("UTC"))
