"""The clock that actions read: the machine's, unless whoever calls them says which moment it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.utils import timezone

_given: ContextVar[datetime | None] = ContextVar("given", default=None)


def now() -> datetime:
    """Return the present moment, aware and in UTC, or the one that was given."""
    return _given.get() or timezone.now()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let ``moment`` be the present for everything that this block does in this thread."""
    token = _given.set(moment)
    try:
        yield
    finally:
        _given.reset(token)
