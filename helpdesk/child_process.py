"""A child process for what strangers wrote: it lives for many tasks, and whatever it takes too much of kills it alone."""

import atexit
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, cast

ROOT = Path(__file__).resolve().parent.parent
TASKS_PER_CHILD = 500
PATIENCE = 1.0  # for a child that is about to end by itself

type Exchange[T] = Callable[[BinaryIO, BinaryIO], T | None]


@dataclass
class Child:
    """A running child, and the process that started it."""

    process: subprocess.Popen[bytes]
    owner: int = field(default_factory=os.getpid)
    served: int = 0
    is_late: bool = False

    def ask[T](self, exchange: Exchange[T], patience: float) -> T | None:
        """Have one task done by what ``exchange`` writes and reads; nothing when the child dies over it or takes too long."""
        self.served += 1
        clock = threading.Timer(patience, self._give_up)
        clock.start()
        try:
            return exchange(cast("BinaryIO", self.process.stdin), cast("BinaryIO", self.process.stdout))
        except (OSError, ValueError):
            return None
        finally:
            clock.cancel()

    def _give_up(self) -> None:
        self.is_late = True
        self.process.kill()

    @property
    def is_mine(self) -> bool:
        """Return whether this process started it (not one we were forked from) and it still runs."""
        return self.owner == os.getpid() and self.process.poll() is None

    def end(self) -> int:
        """Return the exit code of a child that did nothing, which mostly ends by itself at once."""
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(PATIENCE)
        self.stop()
        return int(self.process.returncode)

    def stop(self) -> None:
        """Close our ends of the pipes, and end the child unless it is that of the process we were forked from."""
        if self.owner != os.getpid():
            cast("BinaryIO", self.process.stdin).close()
            cast("BinaryIO", self.process.stdout).close()
            return
        self.process.kill()
        self.process.communicate()


class Supervisor:
    """Keeps one child of a kind running, a new one after many tasks; whoever uses it holds ``lock``."""

    def __init__(
        self, arguments: Sequence[str], *, keeping: Sequence[str] = ("PATH",), is_silent: bool = False
    ) -> None:
        self.arguments = arguments
        self.keeping = keeping
        self.lock = threading.Lock()
        self.child: Child | None = None
        self._errors = subprocess.DEVNULL if is_silent else None
        atexit.register(self.stop)

    def running(self) -> Child:
        """Return the child, started now where there is none, or only that of the process we were forked from."""
        if self.child is None or not self.child.is_mine:
            self.stop()
            self.child = self._start()
        return self.child

    def spare(self, child: Child) -> None:
        """End a child that has served for long enough."""
        if child.served >= TASKS_PER_CHILD:
            child.stop()

    def stop(self) -> None:
        """End the child."""
        if self.child:
            self.child.stop()
        self.child = None

    def _start(self) -> Child:
        """Start a child that inherits nothing from us, neither files nor secrets of the environment."""
        return Child(
            subprocess.Popen(
                [sys.executable, *self.arguments],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._errors,
                cwd=ROOT,
                env={name: os.environ[name] for name in self.keeping if name in os.environ},
            )
        )
