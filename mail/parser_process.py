"""Parsing in a child process with little memory and little time, for mail may be hostile."""

import atexit
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import BinaryIO, cast

from django.conf import settings

from mail import raw_store
from mail.errors import ParserFailed, ParserInterrupted
from mail.models import InboundMail
from mail.parser import ParsedMail, wire

# The child's own limit is processor time. By the clock it may wait for a busy machine, but less than a mail is lent for.
PATIENCE = 240.0
MAILS_PER_CHILD = 500


def parse(inbound: InboundMail) -> ParsedMail:
    """Return what ``inbound`` says; raise ``ParserFailed`` when the child was killed for taking too much.

    That is ``ParserInterrupted`` where the clock ran out, for a machine may be busy through no fault of the mail. A mail that failed before is read alone, in a child that no other mail has touched.
    """
    return _asked(raw_store.load(inbound.raw_sha256), wire.PARSE, wire.read, is_alone=bool(inbound.last_error))


def parse_bytes(raw: bytes) -> ParsedMail:
    """Parse ``raw`` in this process's child, starting one if there is none."""
    return _asked(raw, wire.PARSE, wire.read)


def new_in(reply: bytes) -> str:
    """Return what is new in a plain reply; raise ``ParserFailed`` when that takes too much."""
    return _asked(reply, wire.STRIP, lambda first, _rest: first.decode())


def _asked[T](raw: bytes, wanted: bytes, read: Callable[[bytes, BinaryIO], T | None], *, is_alone: bool = False) -> T:
    with _LOCK:
        if is_alone:
            _stop_children()
        child = _child()
        answer = child.ask(raw, wanted, read)
        if answer is None or child.served >= MAILS_PER_CHILD:
            child.stop()
    if answer is None:
        raise ParserInterrupted if child.is_late else ParserFailed
    return answer


@dataclass
class _Child:
    """A running parser and the process that started it."""

    process: subprocess.Popen[bytes]
    owner: int = field(default_factory=os.getpid)
    served: int = 0
    is_late: bool = False

    def ask[T](self, raw: bytes, wanted: bytes, read: Callable[[bytes, BinaryIO], T | None]) -> T | None:
        """Have one mail read; nothing when the child dies over it or takes too long."""
        self.served += 1
        clock = threading.Timer(PATIENCE, self._give_up)
        clock.start()
        try:
            wire.send(cast("BinaryIO", self.process.stdin), wanted, raw)
            answer = cast("BinaryIO", self.process.stdout)
            first = wire.receive(answer)
            return read(first, answer) if first is not None else None
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

    def stop(self) -> None:
        """Close our ends of the pipes, and end the child unless it is that of the process we were forked from."""
        if self.owner != os.getpid():
            cast("BinaryIO", self.process.stdin).close()
            cast("BinaryIO", self.process.stdout).close()
            return
        self.process.kill()
        self.process.communicate()


_LOCK = threading.Lock()
_RUNNING: list[_Child] = []


def _child() -> _Child:
    if _RUNNING and _RUNNING[0].is_mine:
        return _RUNNING[0]
    _stop_children()
    _RUNNING.append(_start())
    return _RUNNING[0]


def _start() -> _Child:
    """Start a parser that inherits nothing from us, neither files nor secrets of the environment."""
    return _Child(
        subprocess.Popen(
            [sys.executable, "-m", "mail.parser"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=settings.BASE_DIR,
            env={"PATH": os.environ.get("PATH", ""), "PYTHONIOENCODING": "utf-8"},
        )
    )


@atexit.register
def _stop_children() -> None:
    while _RUNNING:
        _RUNNING.pop().stop()
