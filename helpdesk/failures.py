"""Jobs that do many things: one that fails keeps none of the others waiting, and the job is seen failed in the end."""

from collections.abc import Iterator
from contextlib import contextmanager
from logging import Logger


class Failures:
    """What failed in a job, by the key of the thing; each failure is logged when it happens."""

    def __init__(self, log: Logger) -> None:
        self.log = log
        self.found: dict[int, Exception] = {}

    @contextmanager
    def apart(self, key: int, message: str, thing: object) -> Iterator[None]:
        """Keep a failure of ``thing`` to itself; ``message`` has a ``%s`` for it."""
        try:
            yield
        except Exception as failure:
            self.log.exception(message, thing)
            self.found[key] = failure

    def raise_first(self) -> None:
        """Fail as the first of them did, if any did."""
        for failure in self.found.values():
            raise failure
