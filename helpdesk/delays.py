"""How long whoever failed waits before they may try again; pure."""

from dataclasses import dataclass
from datetime import timedelta

LONGEST = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Limit:
    """So many failures cost no time; all are forgotten ``window`` after the first."""

    free: int
    window: timedelta

    def wait_after(self, failures: int) -> timedelta:
        """Return the wait after so many failures: nothing for the first, then 1, 2, 4 … seconds."""
        over = failures - self.free
        return timedelta() if over < 0 else min(timedelta(seconds=2 ** min(over, 20)), LONGEST)
