"""PostgreSQL and Redis from wheels, for a machine that has neither.

Both listen on Unix sockets only, in a folder that nobody else may enter, so their addresses follow from the folder of
the installation alone: settings can name them before they run. ``DATABASE_URL`` and ``REDIS_URL`` take their place.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

import environ

from helpdesk.project.embedded.launch import ServiceNotStarted, lock
from helpdesk.project.embedded.places import PROJECT, broker_url, database_url, redis_url, secret_key, var_dir

__all__ = [
    "ServiceNotStarted",
    "broker_url",
    "database_url",
    "redis_url",
    "secret_key",
    "session",
    "start",
    "stop",
    "var_dir",
]


def start() -> list[str]:
    """Start what the environment does not provide and what does not run yet; return the names of what was started."""
    if (PROJECT / ".env").exists():
        environ.Env.read_env(PROJECT / ".env")
    missing = {given for given in ("DATABASE_URL", "REDIS_URL") if given not in os.environ}
    if not missing:  # an installation of its own needs no folder of ours, and whoever runs a command owns none
        return []
    # Only now: requirements.lock, for installations, has none of the packages that these two stand on.
    from helpdesk.project.embedded import postgres, redis  # noqa: PLC0415 -- as above

    services = {"PostgreSQL": ("DATABASE_URL", postgres.start), "Redis": ("REDIS_URL", redis.start)}
    with lock():
        return [name for name, (given, begin) in services.items() if given in missing and begin()]


def stop() -> list[str]:
    """Stop the embedded services of this installation; return the names of what was stopped."""
    from helpdesk.project.embedded import postgres, redis  # noqa: PLC0415 -- settings need the addresses only, no drivers

    with lock():
        return [name for name, end in {"Redis": redis.stop, "PostgreSQL": postgres.stop}.items() if end()]


@contextmanager
def session() -> Iterator[list[str]]:
    """Have the services for a while; the last of several sessions to end stops them, if a session had started them."""
    var_dir().mkdir(parents=True, exist_ok=True)
    mark = var_dir() / "started_by_session"
    with (var_dir() / "sessions.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_SH)
        started = start()
        if started:
            mark.touch()
        try:
            yield started
        finally:
            if mark.exists() and _alone(handle):
                mark.unlink()
                stop()


def _alone(handle: IO[str]) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
