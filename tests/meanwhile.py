"""What happens while somebody else is at it: in another thread, on a connection of its own, waiting for a lock."""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from django.db import connection

PATIENCE = 20.0


def begin[T](pool: ThreadPoolExecutor, act: Callable[[], T]) -> Future[T]:
    """Do ``act`` in another thread, and return once it waits for a lock, or is done."""
    before = waiting()
    begun = pool.submit(_closing, act)
    until(lambda: waiting() > before or begun.done())
    return begun


def _closing[T](act: Callable[[], T]) -> T:
    try:
        return act()
    finally:
        connection.close()


def until(is_so: Callable[[], bool]) -> None:
    """Wait until it is so."""
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def locked(lock_class: int) -> bool:
    """Say whether some connection to this database holds an advisory lock of this class."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database "
            "WHERE datname = current_database() AND locktype = 'advisory' AND classid = %s)",
            [lock_class],
        )
        return bool(cursor.fetchone()[0])


def waiting() -> int:
    """Return how many connections to this database wait for a lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
        )
        return int(cursor.fetchone()[0])
