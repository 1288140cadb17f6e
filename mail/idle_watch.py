"""Listening to mailboxes, so that mail is fetched the moment it comes; fetching itself is left to whoever is told.

Each mailbox has a thread and a connection. Nothing hangs on it: what is missed here, the poll of every minute finds.
"""

import imaplib
import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path

from django.db import DatabaseError, connection

from mail import credentials, imap, imap_idle
from mail.models import Mailbox

ROSTER_EVERY = 30.0
FIRST_PAUSE, LONGEST_PAUSE = 5.0, 600.0
ASK_AGAIN = 3600.0
PATIENCE = 5.0

log = logging.getLogger(__name__)

type Tell = Callable[[int], object]


class IdleWatch:
    """Listens to every mailbox that wants it until it is stopped; ``tell`` gets the key of one that has new mail."""

    def __init__(self, tell: Tell, alive: Path | None = None) -> None:
        self._tell, self._alive = tell, alive
        self._stopped = threading.Event()
        self._listeners: dict[int, _Listener] = {}

    def run(self) -> None:
        """Keep a listener for each mailbox, as they are set up now; come back when stopped."""
        while not self._stopped.is_set():
            try:
                self._call_the_roll()
            except DatabaseError:
                log.exception("The mailboxes could not be looked up")
            finally:
                connection.close()
            if self._alive:
                self._alive.touch()
            self._stopped.wait(ROSTER_EVERY)
        for listener in self._listeners.values():
            listener.stopped.set()
        for listener in self._listeners.values():
            listener.join(PATIENCE)

    def stop(self) -> None:
        """Have everything end."""
        self._stopped.set()

    def _call_the_roll(self) -> None:
        wanted = {mailbox.pk: mailbox for mailbox in Mailbox.objects.to_listen()}
        for pk, listener in list(self._listeners.items()):
            if pk not in wanted or not listener.is_alive() or not listener.is_as(wanted[pk]):
                listener.stopped.set()
                del self._listeners[pk]
        for pk, mailbox in wanted.items():
            if pk not in self._listeners:
                self._listeners[pk] = _Listener(mailbox, self._tell)
                self._listeners[pk].start()


class _Listener(threading.Thread):
    """The thread that listens to one mailbox, and connects again when the connection ends."""

    def __init__(self, mailbox: Mailbox, tell: Tell) -> None:
        super().__init__(name=f"listen-{mailbox.pk}", daemon=True)
        self.mailbox, self._tell = mailbox, tell
        self.stopped = threading.Event()
        self._pause = FIRST_PAUSE

    def is_as(self, mailbox: Mailbox) -> bool:
        """Return whether the mailbox still leads to the same folder; a token that was renewed changes nothing."""
        return _place(self.mailbox) == _place(mailbox)

    def run(self) -> None:
        while not self.stopped.is_set():
            began = time.monotonic()
            pause = self._listen_once()
            if time.monotonic() - began > LONGEST_PAUSE:
                self._pause = FIRST_PAUSE
            self.stopped.wait(pause)

    def _listen_once(self) -> float:
        """Listen until the connection ends; return how long to wait before the next."""
        try:
            self._listen()
        except imap_idle.CannotListen:
            log.warning("%s: the server cannot tell of new mail; it is asked every minute.", self.mailbox)
            return ASK_AGAIN
        except (OSError, UnicodeError, imaplib.IMAP4.error, imap.ImapFailed, DatabaseError) as error:
            log.info("%s: listening ended: %s", self.mailbox, error)
        pause, self._pause = self._pause, min(self._pause * 2, LONGEST_PAUSE)
        return pause

    def _listen(self) -> None:
        with imap_idle.listening(self._server(), self.mailbox.folder) as ear:
            self._tell(self.mailbox.pk)  # what came while nobody listened
            for mail_came in ear.hear():
                if self.stopped.is_set():
                    return
                if mail_came:
                    self._pause = FIRST_PAUSE
                    self._tell(self.mailbox.pk)

    def _server(self) -> imap.Server:
        try:
            return credentials.imap_server(Mailbox.objects.get(pk=self.mailbox.pk))
        finally:
            connection.close()


def _place(mailbox: Mailbox) -> tuple[object, ...]:
    names = (
        "imap_host",
        "imap_port",
        "imap_security",
        "imap_username",
        "imap_password",
        "imap_authentication",
        "folder",
    )
    return tuple(getattr(mailbox, name) for name in names)
