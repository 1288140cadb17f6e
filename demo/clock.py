"""The past: what actions take for now while the demo is written, and what they must not set off.

Only the demo does this, in a process of its own: both blocks exchange a function of Django for all threads.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction
from django.utils import timezone


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let every action in the block take ``moment`` for now."""
    real = timezone.now
    timezone.now = lambda: moment
    try:
        yield
    finally:
        timezone.now = real


@contextmanager
def in_silence() -> Iterator[None]:
    """Drop what actions in the block want done after the commit: no mail of the past leaves, no job of it runs."""
    real = transaction.on_commit
    transaction.on_commit = _drop
    try:
        yield
    finally:
        transaction.on_commit = real


def _drop(func: Callable[[], object], using: str | None = None, robust: bool = False) -> None:
    """Take what ``django.db.transaction.on_commit`` takes, and forget it."""
