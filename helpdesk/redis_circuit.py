"""Whether Redis is away, as this process met it: one request finds out, and for some seconds nobody else waits for it."""

import logging
import time
from datetime import datetime

from django.conf import settings

from helpdesk import current_time

PAUSE = 5.0
FORGOTTEN = 60.0  # after the pause

log = logging.getLogger(__name__)


class RedisCircuit:
    """Remembers that a service did not answer, and since when.

    Whoever has not asked for a minute does not know any more: a process that sends nothing tells of no outage long past.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._since: datetime | None = None
        self._asked_again_at = 0.0

    @property
    def since(self) -> datetime | None:
        """Say since when the service is away, as far as is known here."""
        return self._since if time.monotonic() < self._asked_again_at + FORGOTTEN else None

    @property
    def is_broken(self) -> bool:
        """Say whether the service is not to be asked now."""
        return self._since is not None and time.monotonic() < self._asked_again_at

    def broke(self) -> None:
        """Note that the service did not answer; it is asked again a little later."""
        if self.since is None:
            self._since = current_time.now()
            log.warning("The %s is away", self.name)
        self._asked_again_at = time.monotonic() + PAUSE

    def answered(self) -> None:
        """Note that the service answers."""
        self._since = None


figures = RedisCircuit("cache")
# One Redis holds both, unless the installation has chosen otherwise; then what the one has met, the other knows.
is_shared = settings.QUEUE_IS_THE_CACHES_REDIS
queue = figures if is_shared else RedisCircuit("queue")
