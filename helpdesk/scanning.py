"""Looking for viruses: a scanner of the house is asked about files from outside. Without one nothing is asked.

``MAIL_SCAN`` names it: the socket of a clamd (``/run/clamav/clamd.ctl``, ``tcp://host:3310``), or the dotted path of a
function ``scan(path) -> str`` that returns what it found, nothing for a harmless file, and raises ``NotScanned``
when it cannot tell.
"""

import socket
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.module_loading import import_string

from helpdesk import current_time
from helpdesk.enums import ScanState
from helpdesk.models import StoredFile

TIMEOUT = 30.0
CHUNK = 64 * 1024
MAX_ANSWER = 4096
LONGEST = 200


class NotScanned(Exception):
    """The scanner did not say whether a file is harmless."""


class ScannerAway(NotScanned):
    """The scanner does not answer at all."""


def scan(path: Path) -> str:
    """Return what the scanner finds in the file at ``path``; nothing in a harmless one."""
    wanted = settings.MAIL_SCAN
    try:
        if wanted.startswith(("/", "tcp://")):
            return verdict(_ask_clamd(wanted, path))
        hook: Callable[[Path], str] = import_string(wanted)
        return hook(path)
    except OSError as error:
        raise ScannerAway(str(error)) from error


def _ask_clamd(address: str, path: Path) -> str:
    """Send a file to clamd by its command INSTREAM; return its answer. It hangs up on a file that is too large for it."""
    with _connected(address) as connection:
        try:
            return _instream(connection, path)
        except (BrokenPipeError, ConnectionResetError) as error:
            raise NotScanned(str(error)) from error


def _instream(connection: socket.socket, path: Path) -> str:
    with path.open("rb") as file:
        connection.sendall(b"zINSTREAM\0")
        while chunk := file.read(CHUNK):
            connection.sendall(len(chunk).to_bytes(4, "big") + chunk)
        connection.sendall(bytes(4))
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < MAX_ANSWER and (more := connection.recv(MAX_ANSWER)):
            answer += more
    return answer.decode("utf-8", "replace").strip("\0\n ")


def _connected(address: str) -> socket.socket:
    if address.startswith("tcp://"):
        parts = urlsplit(address)
        return socket.create_connection((parts.hostname or "localhost", parts.port or 3310), timeout=TIMEOUT)
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.settimeout(TIMEOUT)
    try:
        connection.connect(address)
    except OSError:
        connection.close()
        raise
    return connection


def verdict(answer: str) -> str:
    """Return the finding in an answer of clamd: ``stream: OK`` or ``stream: Eicar-Signature FOUND``."""
    _stream, _colon, said = answer.partition(": ")
    if said == "OK":
        return ""
    if said.endswith(" FOUND"):
        return said.removesuffix(" FOUND")
    raise NotScanned(answer or "no answer")


def look_at(file: StoredFile) -> StoredFile:
    """Have a file that waits scanned, and note what was found; it goes on waiting when the scanner does not say."""
    if file.scan != ScanState.WAITING:
        return file
    StoredFile.objects.filter(pk=file.pk).update(scan_tried_at=current_time.now())
    file.finding = scan(Path(settings.MEDIA_ROOT) / file.path)[:LONGEST]
    file.scan = ScanState.INFECTED if file.finding else ScanState.CLEAN
    file.save(update_fields=["scan", "finding"])
    return file
