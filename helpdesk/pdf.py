"""Documents as PDF, drawn in a process of its own with little memory and little time, for their words are anybody's."""

import base64
import json
import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import BinaryIO

from django.template.loader import render_to_string
from django.utils import translation

from helpdesk.child_process import Supervisor
from helpdesk.errors import DocumentNotDrawn, DocumentTooLarge, DrawingBusy, NoDocuments
from helpdesk.models import CompanyProfile

LIBRARIES_MISSING, TOO_LARGE = 3, 4  # its exit codes
# What others end it with. By all other signals it ends itself: out of time, or in a library that gets no more memory.
FROM_OUTSIDE = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
# The process limits its own processor time. By the clock it may wait for a busy machine, but not for ever.
PATIENCE = 90.0
TURN = 10.0  # as long as somebody waits for the document before theirs; the first of a process takes three seconds
# What the library of fonts needs to find its cache; no secret is among it.
DRAWER = Supervisor(["-m", "helpdesk.drawing"], keeping=("HOME", "PATH", "XDG_CACHE_HOME"))


def render(template: str, context: Mapping[str, object]) -> bytes:
    """Return ``template`` as the bytes of a PDF in the active language; its addresses are relative to ``static/``."""
    known = {"firm": CompanyProfile.current(), "language": translation.get_language()}
    return drawn(render_to_string(template, {**known, **context}))


def drawn(markup: str) -> bytes:
    """Return a page of HTML as the bytes of a PDF; refuse one that takes too much, or whose turn does not come."""
    with _turn():
        drawer = DRAWER.running()
        pdf = drawer.ask(partial(_exchange, markup), PATIENCE)
        if not pdf:
            raise _refusal(drawer.end(), ran_out=drawer.is_late)
        DRAWER.spare(drawer)
    return pdf


def _exchange(markup: str, asked: BinaryIO, answered: BinaryIO) -> bytes:
    asked.write(json.dumps(markup).encode() + b"\n")
    asked.flush()
    line = answered.readline()
    return base64.b64decode(line) if line.endswith(b"\n") else b""


@contextmanager
def _turn() -> Iterator[None]:
    """Have one document drawn at a time; whoever waits behind a heavy one is told so, and stops no other page."""
    if not DRAWER.lock.acquire(timeout=TURN):
        raise DrawingBusy
    try:
        yield
    finally:
        DRAWER.lock.release()


def _refusal(code: int, *, ran_out: bool) -> Exception:
    """Return why a process that ended with ``code`` drew nothing; a fault of our own is told as one."""
    if code == LIBRARIES_MISSING:
        return NoDocuments()
    if -code in FROM_OUTSIDE and not ran_out:
        return DocumentNotDrawn()
    if code == TOO_LARGE or code < 0:
        return DocumentTooLarge()
    return RuntimeError(f"The process that draws documents ended with {code}; its words are in the log.")
