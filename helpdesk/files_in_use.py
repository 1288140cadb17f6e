"""Which files the database names, as paths below MEDIA_ROOT."""

from collections.abc import Iterator
from pathlib import Path

from helpdesk.hooks import Hook

_hook = Hook()
register, paths = _hook.register, _hook.ask


def missing(root: Path) -> Iterator[str]:
    """Return every file that the database names and that is not below ``root``."""
    return (path for path in paths() if not (root / path).exists())


def count_missing(root: Path) -> int:
    """Return how many files that the database names are not below ``root``."""
    return sum(1 for _path in missing(root))
