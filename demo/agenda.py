"""What happens when: steps of many tickets, done in the order of their times. Knows neither the database nor the web."""

import heapq
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import count

Step = Callable[[], None]


class Agenda:
    """Steps waiting for their moment; what was entered first comes first of two at the same moment."""

    def __init__(self, end: datetime) -> None:
        self.end = end
        self._entries: list[tuple[datetime, int, Step]] = []
        self._order = count()

    def enter(self, moment: datetime, step: Step) -> None:
        """Enter a step; one that lies behind the end is never done."""
        if moment <= self.end:
            heapq.heappush(self._entries, (moment, next(self._order), step))

    def steps(self) -> Iterator[tuple[datetime, Step]]:
        """Yield the steps in order, those included that are entered meanwhile."""
        while self._entries:
            moment, _order, step = heapq.heappop(self._entries)
            yield moment, step

    def __len__(self) -> int:
        return len(self._entries)
