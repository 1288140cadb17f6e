"""Which files the database names: each app tells of its own, and the floor knows none of them."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

type Named = Callable[[], Iterable[str]]

_named: list[Named] = []


def register(named: Named) -> None:
    """Have ``named`` asked for files, as paths below MEDIA_ROOT."""
    _named.append(named)


def paths() -> Iterator[str]:
    """Return every file that the database names, as paths below MEDIA_ROOT."""
    for named in _named:
        yield from named()


def missing(root: Path) -> Iterator[str]:
    """Return every file that the database names and that is not below ``root``."""
    return (path for path in paths() if not (root / path).exists())


def count_missing(root: Path) -> int:
    """Return how many files that the database names are not below ``root``."""
    return sum(1 for _path in missing(root))
