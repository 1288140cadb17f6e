"""Parsing in a child process with little memory and little time, for mail may be hostile."""

from collections.abc import Callable
from typing import BinaryIO

from helpdesk.child_process import Supervisor
from mail.errors import ParserFailed, ParserInterrupted
from mail.parser import ParsedMail, wire

# The child's own limit is processor time. By the clock it may wait for a busy machine, but less than a mail is lent for.
PATIENCE = 240.0
PARSER = Supervisor(["-m", "mail.parser"], is_silent=True)


def parse_bytes(raw: bytes, *, is_alone: bool = False) -> ParsedMail:
    """Parse ``raw`` in this process's child, or in one that no other mail has touched.

    Raise ``ParserFailed`` when the child was killed for taking too much. That is ``ParserInterrupted`` where the clock ran
    out, for a machine may be busy through no fault of the mail.
    """
    return _asked(raw, wire.PARSE, wire.read, is_alone=is_alone)


def new_in(reply: bytes) -> str:
    """Return what is new in a plain reply; raise ``ParserFailed`` when that takes too much."""
    return _asked(reply, wire.STRIP, lambda first, _rest: first.decode())


def _asked[T](raw: bytes, wanted: bytes, read: Callable[[bytes, BinaryIO], T | None], *, is_alone: bool = False) -> T:
    def exchange(asked: BinaryIO, answered: BinaryIO) -> T | None:
        wire.send(asked, wanted, raw)
        first = wire.receive(answered)
        return read(first, answered) if first is not None else None

    with PARSER.lock:
        if is_alone:
            PARSER.stop()
        child = PARSER.running()
        answer = child.ask(exchange, PATIENCE)
        if answer is None:
            child.stop()
            raise ParserInterrupted if child.is_late else ParserFailed
        PARSER.spare(child)
    return answer
