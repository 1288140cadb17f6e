"""The clock of the jobs: of several beats one keeps time, and the others wait for its end."""

import logging
from contextlib import suppress
from typing import Any

import psycopg
from celery.beat import PersistentScheduler
from django.db import DatabaseError, close_old_connections, connection

from helpdesk import actions
from helpdesk.enums import Process

LOCK = 0x68656C70_62656174  # "helpbeat", among PostgreSQL's advisory locks
PAUSE = 5.0
# Whoever holds the lock on a machine that vanished is found out within a minute, at either end.
CONNECTION = {"autocommit": True, "connect_timeout": 5, "tcp_user_timeout": 10_000}
KEEPALIVES = "SET tcp_keepalives_idle = 30; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3"

log = logging.getLogger(__name__)


class OnlyOne:
    """A lock of PostgreSQL's that lives as long as its connection; who dies lets go of it."""

    def __init__(self) -> None:
        self._session: psycopg.Connection | None = None

    def is_mine(self) -> bool:
        """Take the lock where nobody has it, or see that it is still ours."""
        try:
            if self._session is None:
                return self._take()
            self._session.execute("SELECT 1")
        except psycopg.OperationalError:
            self.release()
            return False
        return True

    def _take(self) -> bool:
        session = psycopg.connect(**{**connection.get_connection_params(), **CONNECTION})
        session.execute(KEEPALIVES)
        row = session.execute("SELECT pg_try_advisory_lock(%s)", [LOCK]).fetchone()
        if row and row[0]:
            self._session = session
            return True
        session.close()
        return False

    def release(self) -> None:
        """Let another beat take over."""
        if self._session is not None:
            self._session.close()
            self._session = None


class Scheduler(PersistentScheduler):
    """Celery's own, for the one beat that has the lock; it opens its file of times only then."""

    max_interval = 20
    _store: Any

    def __init__(self, *args: object, **kwargs: object) -> None:
        self._lock, self._waits = OnlyOne(), False
        super().__init__(*args, **kwargs)

    def setup_schedule(self) -> None:
        """Wait with this for the first tick: a beat that has to wait must end when it is told to."""

    def tick(self, *args: Any, **kwargs: Any) -> float:
        """Send what is due, if this is the one beat; say so once if it is not."""
        if not self._lock.is_mine():
            return self._wait()
        if self._store is None:
            super().setup_schedule()
            log.info("This beat keeps time.")
        self._waits = False
        _show_life()
        return float(super().tick(*args, **kwargs))

    def _wait(self) -> float:
        if not self._waits:
            log.warning("Another beat keeps time, or the database is away; this one waits.")
        self._waits = True
        self._shut()
        return PAUSE

    def _shut(self) -> None:
        """Put down the file of times, which another beat may now be writing."""
        if self._store is not None:
            self._store.close()
            self._store = self._heap = self.old_schedulers = None

    def close(self) -> None:
        """Write the times down, and let another beat take over."""
        try:
            super().close()
        finally:
            self._lock.release()


def _show_life() -> None:
    with suppress(DatabaseError):
        actions.heartbeats.beat(Process.BEAT)
    close_old_connections()
