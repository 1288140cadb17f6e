"""What is done once the transaction has committed, and never when it failed: jobs are queued, files go."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import transaction

_silent: ContextVar[bool] = ContextVar("silent", default=False)


def after_commit(act: Callable[[], object], *, robust: bool = True) -> None:
    """Do ``act`` once the transaction has committed; where it is ``robust``, its failure is logged and told nobody."""
    if not _silent.get():
        transaction.on_commit(act, robust=robust)


@contextmanager
def in_silence() -> Iterator[None]:
    """Forget what this block wants done after the commit: what it tells of is long past."""
    token = _silent.set(True)
    try:
        yield
    finally:
        _silent.reset(token)
