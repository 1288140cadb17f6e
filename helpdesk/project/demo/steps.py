"""What a demo does before it serves: each step once, with its title and its time, quick when there is nothing to do."""

import hashlib
import os
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from helpdesk.project.demo.processes import LAST_LINES, run_to_end


class StepFailed(RuntimeError):
    """A step ended badly; the text shows the end of its log."""


def say(text: str = "", end: str = "\n") -> None:
    """Print at once, also into a pipe."""
    sys.stdout.write(text + end)
    sys.stdout.flush()


@contextmanager
def step(title: str) -> Iterator[None]:
    """Say what begins, and how long it took."""
    began = time.monotonic()
    say(f"{title} … ", end="")
    yield
    say(f"{time.monotonic() - began:.1f} s")


def manage(command: str, *arguments: str, environment: Mapping[str, str], log: Path) -> None:
    """Run a management command with its words in a log."""
    with log.open("wb") as output:
        line = [sys.executable, "manage.py", command, *arguments]
        code = run_to_end(line, environment, output)
    if code:
        lines = log.read_text(errors="replace").splitlines()[-LAST_LINES:]
        raise StepFailed("\n".join([f"\n{command} failed. The end of {log}:", *lines]))


def manage_aloud(command: str, *, environment: Mapping[str, str]) -> None:
    """Run a management command that shows its own progress."""
    line = [sys.executable, "manage.py", command]
    if run_to_end(line, environment):
        message = f"{command} failed; its words are above. bin/demo --reset starts afresh."
        raise StepFailed(message)


def stale_catalogues(locale: Path) -> bool:
    """Say whether a translation is newer than what was compiled from it."""
    for source in locale.glob("*/LC_MESSAGES/*.po"):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            return True
    return False


def fingerprint(roots: Iterable[Path]) -> str:
    """Return what changes when a file below ``roots`` changes."""
    digest = hashlib.sha256()
    for root in roots:
        for path in sorted(root.rglob("*")) if root.is_dir() else [root]:
            status = path.stat()
            digest.update(f"{path} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


@contextmanager
def unless_unchanged(stamp: Path, state: str) -> Iterator[bool]:
    """Yield whether there is something to do since ``stamp`` was written, and write it when that is done."""
    known = stamp.read_text() if stamp.exists() else ""
    yield known != state
    stamp.write_text(state)


def environment_file(path: Path, values: Mapping[str, str]) -> None:
    """Write what later commands of the same demo must know; settings read it."""
    path.write_text("".join(f"{name}={value}\n" for name, value in values.items()))
    path.chmod(0o600)
    os.environ.update(values)
