"""One mail to one recipient over SMTP, and exactly what is known afterwards."""

import re
import smtplib
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from helpdesk.deferred_text import without
from mail import smtp_connections
from mail.enums import Trouble
from mail.smtp_connections import Channel, Connection

CHUNK = 256 * 1024
TAKEN = 2  # the hundreds of a success
CLOSING = 421  # the server leaves: the connection is of no use any more
SIGN_IN_REFUSED = {530, 534, 535}


class Result(StrEnum):
    """What one attempt came to."""

    SENT = "sent"
    LATER = "later"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    CHANNEL_DOWN = "channel_down"


@dataclass(frozen=True, slots=True)
class SendResult:
    """The result of one attempt, what was in the way, and the server's own words."""

    result: Result
    code: int | None = None
    diagnostic: str = ""
    trouble: Trouble = Trouble.NONE


@dataclass(frozen=True, slots=True)
class Envelope:
    """Whom a mail is from and to; ``before_body`` says, where there is no safe way back any more, whether to go on."""

    sender: str
    recipient: str
    before_body: Callable[[], bool] = lambda: True


class _LineDead(Exception):
    """A connection kept from an earlier mail has died before the body: nothing was sent, a new one may be tried."""


def send(channel: Channel, envelope: Envelope, mime: bytes) -> SendResult:
    """Hand ``mime`` to ``channel`` for one recipient, over the connection of the mail before where it still lives.

    Whatever fails before the body is safe to repeat. Once the body is on its way and no answer comes, nobody knows:
    servers have been seen to accept a mail and drop the connection.
    """
    try:
        return _over(smtp_connections.take(channel), envelope, mime)
    except _LineDead:
        return send(channel, envelope, mime)  # the dead one is closed, so this opens a new one
    except (OSError, smtplib.SMTPException) as error:
        outcome = _told(Result.CHANNEL_DOWN, error)
        return replace(outcome, diagnostic=without(channel.password, outcome.diagnostic))
    except UnicodeEncodeError as error:  # in the user's name or the password, a letter of which its words would show
        return SendResult(Result.CHANNEL_DOWN, None, error.reason, Trouble.SIGN_IN)
    except UnicodeError as error:  # in the name of the server
        return SendResult(Result.CHANNEL_DOWN, None, str(error), Trouble.SIGN_IN)


def _over(line: Connection, envelope: Envelope, mime: bytes) -> SendResult:
    """Send over ``line``, and keep it only when the server has answered everything and stays."""
    stays = False
    try:
        outcome = _opened(line, envelope) or _transfer(line.smtp, envelope, mime)
        is_clear = outcome.result != Result.UNKNOWN and outcome.code not in {None, CLOSING}
        stays = line.smtp.sock is not None and is_clear
        return outcome
    finally:
        if stays:
            line.hand_back()
        else:
            line.drop()


def _opened(line: Connection, envelope: Envelope) -> SendResult | None:
    """Name sender and recipient and ask to begin; return an outcome if the server does not let us."""
    commands: list[tuple[int, Callable[[], tuple[int, bytes]]]] = [
        (2, lambda: line.smtp.mail(envelope.sender)),
        (2, lambda: line.smtp.rcpt(envelope.recipient)),
        (3, lambda: line.smtp.docmd("DATA")),
    ]
    for number, (wanted, command) in enumerate(commands):
        told = _asked(line, command)
        if isinstance(told, SendResult):
            return told
        code, answer = told
        if line.is_used and (code == CLOSING or (code >= 400 and number == 0)):
            raise _LineDead
        if code // 100 != wanted:
            return _refusal(code, answer, by_sender=number == 0)
    return None


def _asked(line: Connection, command: Callable[[], tuple[int, bytes]]) -> tuple[int, bytes] | SendResult:
    """Return the answer to one command, or the outcome when there is none."""
    try:
        return command()
    except (OSError, smtplib.SMTPException) as error:
        if line.is_used:
            raise _LineDead from error
        return _told(Result.LATER, error)
    except UnicodeError as error:  # an address in letters that this server was not asked about
        return SendResult(Result.REFUSED, None, str(error), Trouble.UNBUILDABLE)


def _transfer(connection: smtplib.SMTP, envelope: Envelope, mime: bytes) -> SendResult:
    """Send the body, and say what is known of it."""
    if not envelope.before_body():
        return SendResult(Result.LATER, trouble=Trouble.INTERRUPTED)
    try:
        body = stuffed(mime)
        for start in range(0, len(body), CHUNK):  # the time that a server has is counted for each anew
            connection.send(body[start : start + CHUNK])
        code, answer = connection.getreply()
    except (OSError, smtplib.SMTPException) as error:
        code_of, words = _words_of(error)
        return SendResult(Result.UNKNOWN, code_of, words, Trouble.NO_ANSWER)
    if code // 100 == TAKEN:
        return SendResult(Result.SENT, code, _words(answer))
    return (
        _refusal(code, answer) if code >= 400 else SendResult(Result.UNKNOWN, None, _words(answer), Trouble.NO_ANSWER)
    )


def stuffed(mime: bytes) -> bytes:
    """Return the body as it goes over the line: CRLF, leading dots doubled, the final dot."""
    crlf = re.sub(rb"\r\n|\r|\n", b"\r\n", mime)
    body = re.sub(rb"(?m)^\.", b"..", crlf)
    return body + (b"" if body.endswith(b"\r\n") else b"\r\n") + b".\r\n"


def _refusal(code: int, answer: bytes, *, by_sender: bool = False) -> SendResult:
    """Return the outcome of a 4xx (try later) or a 5xx (never).

    Where the server takes nothing from this sender, no mail and no recipient is to blame; an answer that is none of the
    protocol's says nothing.
    """
    if code < 400:
        return SendResult(Result.LATER, None, _words(answer), Trouble.BROKEN_OFF)
    if code in SIGN_IN_REFUSED or (by_sender and code >= 500):
        return SendResult(
            Result.CHANNEL_DOWN, code, _words(answer), Trouble.SIGN_IN if code in SIGN_IN_REFUSED else Trouble.REFUSED
        )
    if code >= 500:
        return SendResult(Result.REFUSED, code, _words(answer), Trouble.REFUSED)
    return SendResult(Result.LATER, code, _words(answer), Trouble.PUT_OFF)


def _words(answer: bytes) -> str:
    return answer.decode("utf-8", "replace")[:1000]


def _told(result: Result, error: Exception) -> SendResult:
    """Return what an error on the line before the body means, in a word that people's languages know."""
    code, words = _words_of(error)
    kinds: list[tuple[type[Exception], Trouble]] = [
        (socket.gaierror, Trouble.NOT_FOUND),
        (ConnectionRefusedError, Trouble.NO_CONNECTION),
        (TimeoutError, Trouble.SILENCE),
        (ssl.SSLError, Trouble.UNPROTECTED),
        (smtplib.SMTPNotSupportedError, Trouble.NOT_OFFERED),
        (smtplib.SMTPAuthenticationError, Trouble.SIGN_IN),
    ]
    found = next((trouble for kind, trouble in kinds if isinstance(error, kind)), Trouble.BROKEN_OFF)
    if code in SIGN_IN_REFUSED:
        found = Trouble.SIGN_IN
    elif found == Trouble.BROKEN_OFF and code:
        found = Trouble.PUT_OFF
    return SendResult(result, code, words, found)


def _words_of(error: Exception) -> tuple[int | None, str]:
    """Return the code and the words of an answer; of what our own machine says only what helps whoever set it up."""
    if isinstance(error, smtplib.SMTPResponseException):
        answer = error.smtp_error
        return error.smtp_code, _words(answer if isinstance(answer, bytes) else answer.encode())
    if isinstance(error, ssl.SSLError):
        return None, str(error)[:1000]
    return None, getattr(error, "strerror", None) or "" if type(error) is OSError else ""
