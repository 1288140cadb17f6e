"""PostgreSQL and Redis from wheels, for a machine that has neither.

Both listen on Unix sockets only, in a folder that nobody else may enter, so their addresses follow from the folder of
the installation alone: settings can name them before they run. ``DATABASE_URL`` and ``REDIS_URL`` take their place.
"""

import os

import environ

from helpdesk.embedded.launch import ServiceNotStarted, lock
from helpdesk.embedded.places import PROJECT, broker_url, database_url, redis_url, secret_key, var_dir

__all__ = [
    "ServiceNotStarted",
    "broker_url",
    "database_url",
    "redis_url",
    "secret_key",
    "start",
    "stop",
    "var_dir",
]


def start() -> list[str]:
    """Start what the environment does not provide and what does not run yet; return the names of what was started."""
    from helpdesk.embedded import postgres, redis  # noqa: PLC0415 -- settings need the addresses only, no drivers

    environ.Env.read_env(PROJECT / ".env")
    wanted = {"PostgreSQL": ("DATABASE_URL", postgres.start), "Redis": ("REDIS_URL", redis.start)}
    with lock():
        return [name for name, (given, begin) in wanted.items() if given not in os.environ and begin()]


def stop() -> list[str]:
    """Stop the embedded services of this installation; return the names of what was stopped."""
    from helpdesk.embedded import postgres, redis  # noqa: PLC0415 -- as above

    with lock():
        return [name for name, end in {"Redis": redis.stop, "PostgreSQL": postgres.stop}.items() if end()]
