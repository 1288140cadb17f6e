"""Connections to outgoing servers: opened, signed in, and kept for the next mail where it follows soon."""

import os
import smtplib
import ssl
import threading
from dataclasses import dataclass, field

from mail.enums import Authentication, Security

TIMEOUT = 30
MOST_MAILS = 50
IDLE_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Channel:
    """A server that takes our mail."""

    host: str
    port: int
    security: str = Security.PLAIN
    username: str = ""
    password: str = field(default="", repr=False)
    authentication: str = Authentication.PASSWORD


class Connection:
    """A connection that one mail at a time uses; whoever took it hands it back, or drops it."""

    def __init__(self, channel: Channel) -> None:
        self.channel = channel
        self.smtp = _connect(channel)
        self.mails = 0
        self.timer: threading.Timer | None = None

    @property
    def is_used(self) -> bool:
        """Return whether another mail went over it before; then the server may have left meanwhile."""
        return self.mails > 0

    def hand_back(self) -> None:
        """Keep the connection for the next mail of this thread; after fifty mails, or some seconds, it is closed."""
        self.mails += 1
        if self.mails >= MOST_MAILS:
            self.hang_up()
            return
        _kept.put(self)

    def hang_up(self) -> None:
        """Say goodbye if the other side still listens."""
        try:
            self.smtp.quit()
        except (OSError, smtplib.SMTPException):
            self.smtp.close()

    def drop(self) -> None:
        """Close a connection about which nothing is known any more."""
        self.smtp.close()


class _Kept:
    """The connections that nobody uses now, each for the thread that opened it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._lines: dict[tuple[int, Channel], Connection] = {}

    def take(self, channel: Channel) -> Connection | None:
        """Return this thread's connection, which is nobody else's from here on."""
        with self._lock:
            line = self._lines.pop((threading.get_ident(), channel), None)
        if line and line.timer:
            line.timer.cancel()
        return line

    def put(self, line: Connection) -> None:
        """Keep a connection for some seconds."""
        key = threading.get_ident(), line.channel
        line.timer = threading.Timer(IDLE_SECONDS, self._close, (key, line))
        line.timer.daemon = True
        with self._lock:
            self._lines[key] = line
        line.timer.start()

    def _close(self, key: tuple[int, Channel], line: Connection) -> None:
        with self._lock:
            if self._lines.get(key) is not line:
                return
            del self._lines[key]
        line.hang_up()

    def forget(self) -> None:
        """Let go of the parent's connections without a word to the servers; its timers and lock did not come along."""
        self._lock = threading.Lock()
        while self._lines:
            self._lines.popitem()[1].drop()


_kept = _Kept()
os.register_at_fork(after_in_child=_kept.forget)


def take(channel: Channel) -> Connection:
    """Return a connection to ``channel`` that no mail is going over: the one that was kept if it lives, else a new one.

    RSET both clears what the mail before may have left and shows whether the server is still there.
    """
    line = _kept.take(channel)
    if line and _lives(line):
        return line
    return Connection(channel)


def _lives(line: Connection) -> bool:
    try:
        lives = line.smtp.rset()[0] == 250
    except (OSError, smtplib.SMTPException):
        lives = False
    if not lives:
        line.drop()
    return lives


def _connect(channel: Channel) -> smtplib.SMTP:
    """Connect, protect the connection and sign in."""
    context = ssl.create_default_context()
    if channel.security == Security.SSL:
        connection: smtplib.SMTP = smtplib.SMTP_SSL(channel.host, channel.port, timeout=TIMEOUT, context=context)
    else:
        connection = smtplib.SMTP(channel.host, channel.port, timeout=TIMEOUT)
    try:
        if channel.security == Security.STARTTLS:
            connection.starttls(context=context)
        connection.ehlo_or_helo_if_needed()
        if channel.username:
            _sign_in(connection, channel)
    except (OSError, smtplib.SMTPException, UnicodeError):
        connection.close()
        raise
    return connection


def _sign_in(connection: smtplib.SMTP, channel: Channel) -> None:
    if channel.authentication == Authentication.XOAUTH2:
        opening = f"user={channel.username}\x01auth=Bearer {channel.password}\x01\x01"
        connection.auth("XOAUTH2", lambda challenge=None: opening if challenge is None else "")
        return
    connection.login(channel.username, channel.password)
