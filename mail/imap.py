"""One folder on an IMAP server: what is new in it, and what was taken from it. It knows no MIME."""

import imaplib
import ssl
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime

from imap_tools.imap_utf7 import utf7_encode

from mail.enums import Authentication, Security

TIMEOUT = 60
MAX_SIZE = 50 * 1024 * 1024
GLIMPSE = 64 * 1024
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()

imaplib._MAXLINE = 20_000_000  # type: ignore[attr-defined]  # noqa: SLF001 -- one line lists all mails of a folder


class ImapFailed(Exception):
    """The server said no; its words are the message."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where to sign in."""

    host: str
    port: int
    security: str
    username: str
    password: str
    authentication: str = Authentication.PASSWORD


@dataclass(frozen=True, slots=True)
class Fetched:
    """A mail as the server has it; of an oversize one only the beginning."""

    raw: bytes
    received_at: datetime
    size: int

    @property
    def is_whole(self) -> bool:
        """Return whether nothing was left on the server."""
        return self.size <= MAX_SIZE


class Folder:
    """A selected folder."""

    def __init__(self, connection: imaplib.IMAP4, validity: int) -> None:
        self._connection = connection
        self.validity = validity

    def uids_after(self, last: int) -> list[int]:
        """Return the mails that came after ``last``, in their order."""
        return [uid for uid in self._search(f"UID {last + 1}:*") if uid > last]

    def unseen(self) -> list[int]:
        """Return the mails that nobody has read."""
        return self._search("UNSEEN")

    def since(self, day: date) -> list[int]:
        """Return the mails that came on ``day`` or later."""
        return self._search(f"SINCE {day.day}-{MONTHS[day.month - 1]}-{day.year}")

    def highest(self) -> int:
        """Return the newest mail's number; 0 when the folder is empty."""
        return max(self._search("ALL"), default=0)

    def _search(self, criteria: str) -> list[int]:
        found = _checked(self._connection.uid("SEARCH", criteria))
        return sorted(int(uid) for row in found if isinstance(row, bytes) for uid in row.split())

    def fetch(self, uid: int) -> Fetched | None:
        """Return a mail without marking it as read; nothing when it is gone."""
        about = _checked(self._connection.uid("FETCH", str(uid), "(RFC822.SIZE INTERNALDATE)"))
        line = b" ".join(row for row in about if isinstance(row, bytes))
        if b"RFC822.SIZE" not in line:
            return None
        size = int(line.split(b"RFC822.SIZE", 1)[1].split()[0].strip(b")"))
        wanted = "(BODY.PEEK[])" if size <= MAX_SIZE else f"(BODY.PEEK[HEADER] BODY.PEEK[TEXT]<0.{GLIMPSE}>)"
        answer = _checked(self._connection.uid("FETCH", str(uid), wanted))
        raw = b"".join(row[1] for row in answer if isinstance(row, tuple))
        return Fetched(raw, _internal_date(line), size) if raw else None

    def mark_seen(self, uid: int) -> None:
        """Mark a mail as read."""
        _checked(self._connection.uid("STORE", str(uid), "+FLAGS.SILENT", r"(\Seen)"))

    def move(self, uid: int, target: str) -> None:
        """Move a mail to another folder, which is made when it is missing."""
        name = _quoted(target)
        self._connection.create(name)  # the answer "exists" is as good as success
        self._connection.subscribe(name)
        if "MOVE" in self._connection.capabilities:
            _checked(self._connection.uid("MOVE", str(uid), name))
            return
        _checked(self._connection.uid("COPY", str(uid), name))
        _checked(self._connection.uid("STORE", str(uid), "+FLAGS.SILENT", r"(\Deleted)"))
        _checked(self._connection.expunge())


@contextmanager
def open_folder(server: Server, folder: str) -> Iterator[Folder]:
    """Sign in and select ``folder``; sign out in the end."""
    connection = _connect(server)
    try:
        _sign_in(connection, server)
        _checked(connection.select(_quoted(folder)))
        _name, validity = connection.response("UIDVALIDITY")
        yield Folder(connection, int(validity[0] or 0) if validity else 0)
    finally:
        _sign_out(connection)


def _connect(server: Server) -> imaplib.IMAP4:
    context = ssl.create_default_context()
    if server.security == Security.SSL:
        return imaplib.IMAP4_SSL(server.host, server.port, ssl_context=context, timeout=TIMEOUT)
    connection = imaplib.IMAP4(server.host, server.port, timeout=TIMEOUT)
    if server.security == Security.STARTTLS:
        connection.starttls(ssl_context=context)
    return connection


def _sign_in(connection: imaplib.IMAP4, server: Server) -> None:
    if server.authentication == Authentication.XOAUTH2:
        opening = f"user={server.username}\x01auth=Bearer {server.password}\x01\x01".encode()
        answers = iter([opening])
        _checked(connection.authenticate("XOAUTH2", lambda _challenge: next(answers, b"")))
        return
    _checked(connection.login(server.username, server.password))


def _sign_out(connection: imaplib.IMAP4) -> None:
    try:
        connection.logout()
    except (OSError, imaplib.IMAP4.error):
        connection.shutdown()


def _checked(answer: tuple[str, Sequence[object]]) -> Sequence[object]:
    status, data = answer
    if status != "OK":
        words = b" ".join(row for row in data if isinstance(row, bytes))
        raise ImapFailed(words.decode("utf-8", "replace")[:500])
    return data


def _quoted(folder: str) -> str:
    name = utf7_encode(folder).decode("ascii").replace("\\", "\\\\").replace('"', '\\"')
    return f'"{name}"'


def _internal_date(line: bytes) -> datetime:
    local = imaplib.Internaldate2tuple(line)
    return datetime.fromtimestamp(time.mktime(local), tz=UTC) if local else datetime.now(tz=UTC)
