"""What the floor asks of every app without knowing any: each registers an answer of its own."""

from collections.abc import Callable, Iterable, Iterator

type Answer = Callable[[], Iterable[str]]


class Hook:
    """One question, and the answers that apps registered for it."""

    def __init__(self) -> None:
        self._answers: list[Answer] = []

    def register(self, answer: Answer) -> None:
        """Have ``answer`` asked as well."""
        self._answers.append(answer)

    def ask(self) -> Iterator[str]:
        """Ask every app in turn, and return all that they say."""
        for answer in self._answers:
            yield from answer()
