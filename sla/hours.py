"""Working hours as people write them: “09:00–13:00, 14:00–18:00”, and lengths as “4” or “0:30” hours."""

import re
from collections.abc import Iterable
from itertools import pairwise

from sla.calendar import DAY_MINUTES, Window

TIME = r"(\d{1,2}):(\d{2})"
WINDOW = re.compile(rf"{TIME}\s*[-–]\s*{TIME}")
LENGTH = re.compile(r"(\d{1,4})(?::([0-5]\d))?")


class NotHours(ValueError):
    """The text cannot be read as working hours."""


class Overlap(NotHours):
    """Two windows of one day cover the same time."""


def parse_windows(text: str) -> list[Window]:
    """Read the windows of one day in order; half of one, one that ends before it begins, or an overlap is refused."""
    windows = sorted(_window(part) for part in text.split(",") if part.strip())
    for earlier, later in pairwise(windows):
        if later.opens < earlier.closes:
            raise Overlap(format_windows([earlier, later]))
    return windows


def format_windows(windows: Iterable[Window]) -> str:
    """Write windows as they are read."""
    return ", ".join(f"{_clock(opens)}–{_clock(closes)}" for opens, closes in windows)


def parse_length(text: str) -> int:
    """Read hours, or hours and minutes, as minutes."""
    found = LENGTH.fullmatch(text.strip())
    if found is None:
        raise NotHours(text)
    return int(found[1]) * 60 + int(found[2] or 0)


def format_length(minutes: int) -> str:
    """Write minutes as hours, with minutes only where there are some."""
    hours, rest = divmod(minutes, 60)
    return f"{hours}:{rest:02}" if rest else str(hours)


def _window(text: str) -> Window:
    found = WINDOW.fullmatch(text.strip())
    if found is None:
        raise NotHours(text)
    opens, closes = _minute(found[1], found[2]), _minute(found[3], found[4])
    if opens >= closes:
        raise NotHours(text)
    return Window(opens, closes)


def _minute(hour: str, minute: str) -> int:
    total = int(hour) * 60 + int(minute)
    if int(minute) >= 60 or total > DAY_MINUTES:
        raise NotHours(f"{hour}:{minute}")
    return total


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
