"""Waiting for an IMAP server to say that something has changed in a folder (RFC 2177)."""

import imaplib
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress

from imap_tools import BaseMailBox
from imap_tools.errors import ImapToolsError

from helpdesk.deferred_text import quoted
from mail.imap import ImapFailed, Server, select_to_watch, signed_in

REISSUE = 25 * 60.0  # servers hang up after half an hour
GLANCE = 1.0


class CannotListen(ImapFailed):
    """The server does not know how to tell of new mail."""


class Broken(OSError):
    """The connection has ended while we listened."""


class _Signed(BaseMailBox):
    """A signed-in connection in the form that imap-tools wants."""

    def __init__(self, connection: imaplib.IMAP4) -> None:
        self._connection = connection
        super().__init__()

    def _get_mailbox_client(self) -> imaplib.IMAP4:
        return self._connection


class IdleConnection:
    """A folder that is listened to."""

    def __init__(self, connection: imaplib.IMAP4) -> None:
        self._idle = _Signed(connection).idle

    def hear(self) -> Iterator[bool]:
        """Say every second whether mail has come; the command is given anew before the server loses patience."""
        while True:
            yield from self._once(time.monotonic() + REISSUE)

    def _once(self, until: float) -> Iterator[bool]:
        try:
            self._idle.start()
            while (began := time.monotonic()) < until:
                lines = self._idle.poll(timeout=GLANCE)
                if not lines and time.monotonic() - began < GLANCE / 2:
                    break  # readable, and nothing to read: leaving the command shows whether somebody is there
                yield _has_come(lines)
            _result, late = self._idle.stop()
        except GeneratorExit:  # nobody wants to hear any more
            with suppress(OSError, imaplib.IMAP4.error, ImapToolsError):
                self._idle.stop()
            raise
        except ImapToolsError as error:
            raise Broken(str(error)) from error
        yield _has_come(late)


def _has_come(lines: Iterable[bytes | None]) -> bool:
    return any(line.rstrip().upper().endswith(b"EXISTS") for line in lines if line)


@contextmanager
def listening(server: Server, folder: str) -> Iterator[IdleConnection]:
    """Sign in and listen to ``folder``; raise ``CannotListen`` where the server does not offer it."""
    with signed_in(server) as connection:
        if "IDLE" not in connection.capabilities:
            raise CannotListen(quoted(server.host))
        select_to_watch(connection, folder)
        yield IdleConnection(connection)
