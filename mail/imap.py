"""One folder on an IMAP server: what is new in it, and what was taken from it. It knows no MIME."""

import imaplib
import re
import ssl
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from django.utils.translation import gettext_noop as _
from imap_tools.imap_utf7 import utf7_encode

from helpdesk import current_time
from helpdesk.deferred_text import DeferredText, deferred, quoted, rendered, without
from mail.enums import Authentication, Security

TIMEOUT = 60
MAX_SIZE = 50 * 1024 * 1024
GLIMPSE = 64 * 1024
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()

imaplib._MAXLINE = 20_000_000  # type: ignore[attr-defined]  # noqa: SLF001 -- one line lists all mails of a folder


class ImapFailed(Exception):
    """The server said no; ``said`` are its words, or ours about what it cannot do."""

    def __init__(self, said: DeferredText) -> None:
        super().__init__(rendered(said))
        self.said = said


@dataclass(frozen=True, slots=True)
class Server:
    """Where to sign in."""

    host: str
    port: int
    security: str
    username: str
    password: str = field(repr=False)
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


@dataclass(frozen=True, slots=True)
class Place:
    """Where a mail lies in a folder."""

    validity: int
    uid: int


class Folder:
    """A selected folder."""

    def __init__(self, connection: imaplib.IMAP4, name: str) -> None:
        self._connection, self.name = connection, name
        self._made: set[str] = set()
        _checked(connection.select(_quoted(name)))
        _code, validity = connection.response("UIDVALIDITY")
        self.validity = int(validity[0] or 0) if validity else 0

    def other(self, name: str) -> "Folder | None":
        """Select another folder, after which this one is not to be used; nothing when there is no such folder."""
        try:
            return Folder(self._connection, name)
        except ImapFailed:
            return None

    def all(self) -> list[int]:
        """Return every mail."""
        return self._search("ALL")

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
        return max(self.all(), default=0)

    def _ask(self, command: str, *arguments: str) -> Sequence[object]:
        """Return what the server answers; what it does not understand is a refusal, and no broken connection."""
        try:
            return _checked(self._connection.uid(command, *arguments))
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error as error:
            raise ImapFailed(quoted(error)) from error

    def _search(self, criteria: str) -> list[int]:
        found = self._ask("SEARCH", criteria)
        return sorted(int(uid) for row in found if isinstance(row, bytes) for uid in row.split())

    def fetch(self, uid: int) -> Fetched | None:
        """Return a mail without marking it as read; nothing when it is gone."""
        about = self._ask("FETCH", str(uid), "(RFC822.SIZE INTERNALDATE)")
        line = b" ".join(row for row in about if isinstance(row, bytes))
        if b"RFC822.SIZE" not in line:
            return None
        size = int(line.split(b"RFC822.SIZE", 1)[1].split()[0].strip(b")"))
        wanted = "(BODY.PEEK[])" if size <= MAX_SIZE else f"(BODY.PEEK[HEADER] BODY.PEEK[TEXT]<0.{GLIMPSE}>)"
        answer = self._ask("FETCH", str(uid), wanted)
        raw = b"".join(row[1] for row in answer if isinstance(row, tuple))
        return Fetched(raw, _internal_date(line), size) if raw else None

    def arrived(self, uids: Sequence[int]) -> dict[int, datetime]:
        """Return when mails arrived, of those that are there."""
        rows = self._ask("FETCH", _listed(uids), "(INTERNALDATE)")
        lines = [row for row in rows if isinstance(row, bytes)]
        numbered = ((re.search(rb"\bUID (\d+)", line), line) for line in lines)
        return {int(found.group(1)): _internal_date(line) for found, line in numbered if found}

    def delete(self, uids: Sequence[int]) -> None:
        """Delete these mails and no others, for good; refuse where the server can only delete all that are marked."""
        if "UIDPLUS" not in self._connection.capabilities:
            raise ImapFailed(deferred(_("It cannot delete single mails (UIDPLUS).")))
        self._ask("STORE", _listed(uids), "+FLAGS.SILENT", r"(\Deleted)")
        self._ask("EXPUNGE", _listed(uids))

    def mark_seen(self, uid: int) -> None:
        """Mark a mail as read."""
        self._ask("STORE", str(uid), "+FLAGS.SILENT", r"(\Seen)")

    def move(self, uid: int, target: str) -> Place | None:
        """Move a mail to another folder, which is made when it is missing; return where it lies now, if we are told.

        A server that can neither move nor delete a single mail keeps the old one, marked as deleted: to expunge
        everything that is marked would also take what nobody has fetched yet.
        """
        name = _quoted(target)
        self._make(name)
        self._connection.response("COPYUID")  # forget that of the mail before
        if "MOVE" in self._connection.capabilities:
            self._ask("MOVE", str(uid), name)
            return self._moved()
        self._ask("COPY", str(uid), name)
        place = self._moved()
        self._ask("STORE", str(uid), "+FLAGS.SILENT", r"(\Deleted)")
        if "UIDPLUS" in self._connection.capabilities:
            self._ask("EXPUNGE", str(uid))
        return place

    def _make(self, name: str) -> None:
        """Make a folder, once; the answer "exists" is as good as success."""
        if name not in self._made:
            self._connection.create(name)
            self._connection.subscribe(name)
            self._made.add(name)

    def _moved(self) -> Place | None:
        """Return what the server says of the new place (RFC 4315): COPYUID, validity, old and new number."""
        _code, told = self._connection.response("COPYUID")
        words = (told[0] or b"").split() if told else []
        if len(words) != 3 or not words[0].isdigit() or not words[2].isdigit():
            return None
        return Place(int(words[0]), int(words[2]))


@contextmanager
def open_folder(server: Server, folder: str) -> Iterator[Folder]:
    """Sign in and select ``folder``; sign out in the end."""
    with signed_in(server) as connection:
        yield Folder(connection, folder)


@contextmanager
def signed_in(server: Server) -> Iterator[imaplib.IMAP4]:
    """Connect and sign in, and ask what the server can do for us then; sign out in the end."""
    connection = _connect(server)
    try:
        try:
            _sign_in(connection, server)
        except imaplib.IMAP4.error as error:
            raise type(error)(without(server.password, str(error))) from None
        except UnicodeEncodeError as error:  # its words would show a letter of the password
            raise UnicodeError(error.reason) from None
        can = _checked(connection.capability())
        connection.capabilities = tuple(
            b" ".join(row for row in can if isinstance(row, bytes)).decode().upper().split()
        )
        yield connection
    finally:
        _sign_out(connection)


def select_to_watch(connection: imaplib.IMAP4, folder: str) -> None:
    """Select ``folder`` without the right to change anything in it."""
    _checked(connection.select(_quoted(folder), readonly=True))


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
        raise ImapFailed(quoted(words.decode("utf-8", "replace")[:500]))
    return data


def _listed(uids: Sequence[int]) -> str:
    return ",".join(map(str, uids))


def _quoted(folder: str) -> str:
    name = utf7_encode(folder).decode("ascii").replace("\\", "\\\\").replace('"', '\\"')
    return f'"{name}"'


def _internal_date(line: bytes) -> datetime:
    local = imaplib.Internaldate2tuple(line)
    return datetime.fromtimestamp(time.mktime(local), tz=UTC) if local else current_time.now()
