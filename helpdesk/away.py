"""Whether Redis is away, as this process met it: one request finds out, and for some seconds nobody else waits for it."""

import logging
import time
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from helpdesk import embedded

PAUSE = 5.0

log = logging.getLogger(__name__)


class Circuit:
    """Remembers that a service did not answer, and since when."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.since: datetime | None = None
        self._asked_again_at = 0.0

    @property
    def is_broken(self) -> bool:
        """Say whether the service is not to be asked now."""
        return self.since is not None and time.monotonic() < self._asked_again_at

    def broke(self) -> None:
        """Note that the service did not answer; it is asked again a little later."""
        self._asked_again_at = time.monotonic() + PAUSE
        if self.since is None:
            self.since = timezone.now()
            log.warning("The %s is away", self.name)

    def answered(self) -> None:
        """Note that the service answers."""
        self.since = None


figures = Circuit("cache")
# One Redis holds both, unless the installation has chosen otherwise; then what the one has met, the other knows.
is_shared = embedded.broker_url(settings.REDIS_URL) == settings.CELERY_BROKER_URL
queue = figures if is_shared else Circuit("queue")
