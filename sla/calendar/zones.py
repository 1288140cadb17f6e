"""Stretches of one offset: an hour that the clock shows twice is worked twice, one that is skipped is not."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

DAY_SECONDS = 86_400
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Stretch(NamedTuple):
    """Seconds since the epoch, half-open, and the zone's offset during them."""

    since: int
    until: int
    offset: int


def real_spans(zone: ZoneInfo, day: date, opens: int, closes: int) -> Iterator[tuple[int, int]]:
    """Yield when the wall clock of ``zone`` shows the minutes from ``opens`` to ``closes`` of ``day``.

    Usually that is one span of seconds since the epoch; over a clock change it is shorter, or there are two.
    """
    midnight = (day - EPOCH.date()).days * DAY_SECONDS
    for since, until, offset in _stretches_about(zone, day):
        begin = max(midnight + opens * 60 - offset, since)
        end = min(midnight + closes * 60 - offset, until)
        if begin < end:
            yield begin, end


def _stretches_about(zone: ZoneInfo, day: date) -> tuple[Stretch, ...]:
    if (day.month, day.day) == (1, 1):
        return _stretches(zone, day.year - 1) + _stretches(zone, day.year)
    if (day.month, day.day) == (12, 31):
        return _stretches(zone, day.year) + _stretches(zone, day.year + 1)
    return _stretches(zone, day.year)


@lru_cache(maxsize=1024)
def _stretches(zone: ZoneInfo, year: int) -> tuple[Stretch, ...]:
    """Cut a UTC year into stretches during which the zone's offset stays the same."""
    begin, end = _new_year(year), _new_year(year + 1)
    spans, since = [], begin
    for tomorrow in range(begin + DAY_SECONDS, end + 1, DAY_SECONDS):
        today = tomorrow - DAY_SECONDS
        if _offset(zone, today) != _offset(zone, tomorrow):
            change = _change_between(zone, today, tomorrow)
            spans.append(Stretch(since, change, _offset(zone, today)))
            since = change
    return (*spans, Stretch(since, end, _offset(zone, since))) if since < end else tuple(spans)


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


def _new_year(year: int) -> int:
    return (date(year, 1, 1) - EPOCH.date()).days * DAY_SECONDS
