"""Documents as PDF, drawn in a process of its own with little memory and little time, for their words are anybody's."""

import atexit
import base64
import json
import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, cast

from django.template.loader import render_to_string

from helpdesk.errors import DocumentTooLarge

DRAWING = Path(__file__).with_name("drawing.py")
# The process limits its own processor time. By the clock it may wait for a busy machine, but not for ever.
PATIENCE = 90.0
DOCUMENTS_PER_PROCESS = 500
KEPT = ("HOME", "PATH", "XDG_CACHE_HOME")  # what the library of fonts needs to find its cache; no secret is among it


def render(template: str, context: Mapping[str, object]) -> bytes:
    """Return ``template`` as the bytes of a PDF; its addresses are relative to ``static/``."""
    return drawn(render_to_string(template, dict(context)))


def drawn(markup: str) -> bytes:
    """Return a page of HTML as the bytes of a PDF; refuse one that takes too much."""
    with _LOCK:
        drawer = _drawer()
        pdf = drawer.draw(markup)
        if not pdf or drawer.drawn >= DOCUMENTS_PER_PROCESS:
            drawer.stop()
    if not pdf:
        raise DocumentTooLarge
    return pdf


@dataclass
class _Drawer:
    """A running process that draws, and the process that started it."""

    process: subprocess.Popen[bytes]
    owner: int = field(default_factory=os.getpid)
    drawn: int = 0

    def draw(self, markup: str) -> bytes:
        """Return the bytes of a PDF; none when the process dies over it or takes too long."""
        self.drawn += 1
        clock = threading.Timer(PATIENCE, self.process.kill)
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

    @property
    def is_mine(self) -> bool:
        """Return whether this process started it (not one we were forked from) and it still runs."""
        return self.owner == os.getpid() and self.process.poll() is None

    def stop(self) -> None:
        """End the process, unless it is that of the process we were forked from."""
        if self.owner == os.getpid():
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
