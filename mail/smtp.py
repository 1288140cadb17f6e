"""One mail to one recipient over SMTP, and exactly what is known afterwards."""

import re
import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from mail.enums import Authentication, Security

TIMEOUT = 30


class Result(StrEnum):
    """What one attempt came to."""

    SENT = "sent"
    LATER = "later"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    CHANNEL_DOWN = "channel_down"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of one attempt with the server's own words."""

    result: Result
    code: int | None = None
    diagnostic: str = ""


@dataclass(frozen=True, slots=True)
class Channel:
    """A server that takes our mail."""

    host: str
    port: int
    security: str = Security.PLAIN
    username: str = ""
    password: str = ""
    authentication: str = Authentication.PASSWORD


@dataclass(frozen=True, slots=True)
class Envelope:
    """Whom a mail is from and to; ``before_body`` is called when there is no safe way back any more."""

    sender: str
    recipient: str
    before_body: Callable[[], None] = lambda: None


def send(channel: Channel, envelope: Envelope, mime: bytes) -> Outcome:
    """Hand ``mime`` to ``channel`` for one recipient.

    Whatever fails before the body is safe to repeat. Once the body is on its way and no answer comes, nobody knows:
    servers have been seen to accept a mail and drop the connection.
    """
    try:
        connection = _connect(channel)
    except (OSError, smtplib.SMTPException) as error:
        return Outcome(Result.CHANNEL_DOWN, *_told(error))
    try:
        return _transfer(connection, envelope, mime)
    finally:
        _hang_up(connection)


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
    except (OSError, smtplib.SMTPException):
        connection.close()
        raise
    return connection


def _sign_in(connection: smtplib.SMTP, channel: Channel) -> None:
    if channel.authentication == Authentication.XOAUTH2:
        opening = f"user={channel.username}\x01auth=Bearer {channel.password}\x01\x01"
        connection.auth("XOAUTH2", lambda challenge=None: opening if challenge is None else "")
        return
    connection.login(channel.username, channel.password)


def _transfer(connection: smtplib.SMTP, envelope: Envelope, mime: bytes) -> Outcome:
    commands: list[Callable[[], tuple[int, bytes]]] = [
        lambda: connection.mail(envelope.sender),
        lambda: connection.rcpt(envelope.recipient),
        lambda: connection.docmd("DATA"),
    ]
    try:
        for command in commands:
            code, answer = command()
            if code >= 400:
                return _refusal(code, answer)
    except (OSError, smtplib.SMTPException) as error:
        return Outcome(Result.LATER, *_told(error))
    envelope.before_body()
    try:
        connection.send(stuffed(mime))
        code, answer = connection.getreply()
    except (OSError, smtplib.SMTPException) as error:
        return Outcome(Result.UNKNOWN, *_told(error))
    return _refusal(code, answer) if code >= 400 else Outcome(Result.SENT, code, _words(answer))


def stuffed(mime: bytes) -> bytes:
    """Return the body as it goes over the line: CRLF, leading dots doubled, the final dot."""
    lines = re.sub(rb"\r\n|\r|\n", b"\r\n", mime)
    body = re.sub(rb"(?m)^\.", b"..", lines)
    return body + (b"" if body.endswith(b"\r\n") else b"\r\n") + b".\r\n"


def _refusal(code: int, answer: bytes) -> Outcome:
    """Return the outcome of a 4xx (try later) or a 5xx (never)."""
    return Outcome(Result.REFUSED if code >= 500 else Result.LATER, code, _words(answer))


def _words(answer: bytes) -> str:
    return answer.decode("utf-8", "replace")[:1000]


def _told(error: Exception) -> tuple[int | None, str]:
    """Return the code and the words of an error on the line."""
    if isinstance(error, smtplib.SMTPResponseException):
        answer = error.smtp_error
        return error.smtp_code, _words(answer if isinstance(answer, bytes) else answer.encode())
    return None, f"{type(error).__name__}: {error}"[:1000]


def _hang_up(connection: smtplib.SMTP) -> None:
    """Say goodbye if the other side still listens; the outcome is known already."""
    try:
        connection.quit()
    except (OSError, smtplib.SMTPException):
        connection.close()
