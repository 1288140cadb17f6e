"""Documents as PDF, drawn in a process of its own with little memory and little time, for their words are anybody's."""

import atexit
import base64
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, cast

from django.template.loader import render_to_string
from django.utils import translation

from helpdesk.errors import DocumentNotDrawn, DocumentTooLarge, DrawingBusy, NoDocuments
from helpdesk.models import CompanyProfile

DRAWING = Path(__file__).with_name("drawing.py")
LIBRARIES_MISSING, TOO_LARGE = 3, 4  # its exit codes
# What others end it with. By all other signals it ends itself: out of time, or in a library that gets no more memory.
FROM_OUTSIDE = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
# The process limits its own processor time. By the clock it may wait for a busy machine, but not for ever.
PATIENCE = 90.0
TURN = 10.0  # as long as somebody waits for the document before his; the first of a process takes three seconds
DOCUMENTS_PER_PROCESS = 500
KEPT = ("HOME", "PATH", "XDG_CACHE_HOME")  # what the library of fonts needs to find its cache; no secret is among it


def render(template: str, context: Mapping[str, object]) -> bytes:
    """Return ``template`` as the bytes of a PDF in the active language; its addresses are relative to ``static/``."""
    known = {"firm": CompanyProfile.current(), "language": translation.get_language()}
    return drawn(render_to_string(template, {**known, **context}))


def drawn(markup: str) -> bytes:
    """Return a page of HTML as the bytes of a PDF; refuse one that takes too much, or whose turn does not come."""
    with _turn():
        drawer = _drawer()
        pdf = drawer.draw(markup)
        if not pdf:
            raise _refusal(drawer.end(), ran_out=drawer.ran_out)
        if drawer.drawn >= DOCUMENTS_PER_PROCESS:
            drawer.stop()
    return pdf


@contextmanager
def _turn() -> Iterator[None]:
    """Have one document drawn at a time; whoever waits behind a heavy one is told so, and stops no other page."""
    if not _LOCK.acquire(timeout=TURN):
        raise DrawingBusy
    try:
        yield
    finally:
        _LOCK.release()


def _refusal(code: int, *, ran_out: bool) -> Exception:
    """Return why a process that ended with ``code`` drew nothing; a fault of our own is told as one."""
    if code == LIBRARIES_MISSING:
        return NoDocuments()
    if -code in FROM_OUTSIDE and not ran_out:
        return DocumentNotDrawn()
    if code == TOO_LARGE or code < 0:
        return DocumentTooLarge()
    return RuntimeError(f"The process that draws documents ended with {code}; its words are in the log.")


@dataclass
class _Drawer:
    """A running process that draws, and the process that started it."""

    process: subprocess.Popen[bytes]
    owner: int = field(default_factory=os.getpid)
    drawn: int = 0
    ran_out: bool = False

    def draw(self, markup: str) -> bytes:
        """Return the bytes of a PDF; none when the process dies over it or takes too long."""
        self.drawn += 1
        clock = threading.Timer(PATIENCE, self._run_out)
        clock.start()
        try:
            asked = cast("BinaryIO", self.process.stdin)
            asked.write(json.dumps(markup).encode() + b"\n")
            asked.flush()
            line = cast("BinaryIO", self.process.stdout).readline()
            return base64.b64decode(line) if line.endswith(b"\n") else b""
        except (OSError, ValueError):
            return b""
        finally:
            clock.cancel()

    def _run_out(self) -> None:
        self.ran_out = True
        self.process.kill()

    @property
    def is_mine(self) -> bool:
        """Return whether this process started it (not one we were forked from) and it still runs."""
        return self.owner == os.getpid() and self.process.poll() is None

    def end(self) -> int:
        """Return the exit code of a process that drew nothing, which mostly ends by itself at once."""
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(1)
        self.stop()
        return int(self.process.returncode)

    def stop(self) -> None:
        """Close our ends of the pipes, and end the process unless it is that of the process we were forked from."""
        if self.owner != os.getpid():
            cast("BinaryIO", self.process.stdin).close()
            cast("BinaryIO", self.process.stdout).close()
            return
        self.process.kill()
        self.process.communicate()


_LOCK = threading.Lock()
_RUNNING: list[_Drawer] = []


def _drawer() -> _Drawer:
    if not (_RUNNING and _RUNNING[0].is_mine):
        _stop()
        _RUNNING.append(_start())
    return _RUNNING[0]


def _start() -> _Drawer:
    """Start a process that inherits nothing from us, neither files nor secrets of the environment."""
    return _Drawer(
        subprocess.Popen(
            [sys.executable, "-P", str(DRAWING)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={name: os.environ[name] for name in KEPT if name in os.environ},
        )
    )


@atexit.register
def _stop() -> None:
    while _RUNNING:
        _RUNNING.pop().stop()
