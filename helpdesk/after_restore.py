"""What is to be put right after a backup was restored: each app tells of its own, and the floor knows none of them."""

from collections.abc import Callable, Iterable, Iterator

type Settled = Callable[[], Iterable[str]]

_settled: list[Settled] = []


def register(settled: Settled) -> None:
    """Have ``settled`` put right what it can, and say what people have to do."""
    _settled.append(settled)


def settle() -> Iterator[str]:
    """Have everything put right that the time since the backup has made wrong; return what people should know."""
    for settled in _settled:
        yield from settled()
