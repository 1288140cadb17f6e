"""The processes of a demo: started in order, watched, and stopped in the opposite order."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

PR_SET_PDEATHSIG = 1
LAST_LINES = 25


class ChildDied(RuntimeError):
    """A process ended by itself; the text shows the end of its log."""


class Child:
    """One process, in a session of its own, so that Ctrl-C reaches only the one who watches it."""

    def __init__(self, name: str, command: Sequence[str], *, log: Path, patience: float = 15) -> None:
        self.name = name
        self.command = list(command)
        self.log = log
        self.patience = patience
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, environment: Mapping[str, str], folder: Path) -> None:
        """Start the process, with its words in its log."""
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(
                self.command,
                env=dict(environment),
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                preexec_fn=_die_with_parent,  # noqa: PLW1509 -- started before any thread
            )

    def ensure_alive(self) -> None:
        """Raise ``ChildDied`` if the process has ended."""
        if self.process is not None and self.process.poll() is not None:
            lines = self.log.read_text(errors="replace").splitlines()[-LAST_LINES:]
            text = [f"The {self.name} ended by itself ({self.process.returncode}). The end of {self.log}:", *lines]
            raise ChildDied("\n".join(text))

    def stop(self) -> None:
        """Ask the process to end, wait, and end whatever it left behind."""
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(self.patience)
        _kill_group(self.process.pid)
        self.process.wait()


def run_to_end(command: Sequence[str], environment: Mapping[str, str], output: IO[bytes] | None = None) -> int:
    """Run a process to its end and return its exit code; it ends with us, whatever ends us, and never by Ctrl-C alone."""
    process = subprocess.Popen(
        command,
        env=dict(environment),
        stdout=output,
        stderr=output,
        start_new_session=True,
        preexec_fn=_die_with_parent,  # noqa: PLW1509 -- started before any thread
    )
    try:
        return process.wait()
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait()


def stop_all(children: Sequence[Child]) -> None:
    """Stop processes, the last one first."""
    for child in reversed(children):
        child.stop()


def _kill_group(leader: int) -> None:
    try:
        os.killpg(leader, signal.SIGKILL)
    except ProcessLookupError:
        return


def _die_with_parent() -> None:
    """Have the kernel end this process when the one who started it is killed without warning."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
