"""Files: stored once by their hash, answered without danger."""

import hashlib
import os
import re
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

import puremagic
from django.conf import settings
from django.db import transaction
from django.db.models import ProtectedError
from django.http import FileResponse

from helpdesk import dangerous_files, disk, scanning, tasks
from helpdesk.after_commit import after_commit
from helpdesk.enums import ScanState
from helpdesk.errors import FileGone
from helpdesk.file_locks import hold, hold_alone
from helpdesk.models import StoredFile

SHOWN_INLINE = {"image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf", "text/plain"}
PROGRAM = "application/x-executable"
REFUSED_BY_DISKS = re.compile(r'[?*:|"<>/\\\x00-\x1f\x7f]')
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
UNKNOWN = "application/octet-stream"


def sniff(data: bytes) -> str:
    """Return the type that the bytes themselves show; never one a sender claims."""
    if dangerous_files.is_program(data):
        return PROGRAM
    try:
        return str(puremagic.from_string(data, mime=True)) or UNKNOWN
    except (puremagic.PureError, ValueError):
        return _text_or_unknown(data)


def _text_or_unknown(data: bytes) -> str:
    try:
        data[:4096].decode()
    except UnicodeDecodeError:
        return UNKNOWN
    return UNKNOWN if b"\0" in data[:4096] else "text/plain"


def location(file: StoredFile) -> Path:
    """Return where the bytes of ``file`` lie on disk."""
    return Path(settings.MEDIA_ROOT) / file.path


def named() -> Iterator[str]:
    """Return every file that the database names, as paths below MEDIA_ROOT."""
    return (file.path for file in StoredFile.objects.only("sha256").iterator())


def store(data: bytes) -> StoredFile:
    """Keep ``data``, once, and return its row; storing it again returns the same row."""
    digest = hashlib.sha256(data).hexdigest()
    with transaction.atomic():
        hold(digest)
        file, _made = StoredFile.objects.get_or_create(
            sha256=digest, defaults={"size": len(data), "content_type": sniff(data)}
        )
        path = location(file)
        if path.exists():
            os.utime(path, (now := time.time(), now))  # whoever drops the file sees that it came again
        else:
            disk.write_durably(path, data)
    return file


@transaction.atomic
def drop(pk: int, *, stored_before: float) -> None:
    """Delete the file with this key, row and bytes, unless something needs it, or the same bytes came again since."""
    file = StoredFile.objects.filter(pk=pk).first()
    if file is None:
        return
    hold_alone(file.sha256)
    row = StoredFile.objects.select_for_update().filter(pk=pk).first()  # nobody refers to it from now on
    if row is None or disk.written_at(location(row)) >= stored_before:
        return
    with suppress(ProtectedError):
        row.delete()
        location(row).unlink(missing_ok=True)


def take(data: bytes) -> StoredFile:
    """Keep ``data`` that came from outside; where there is a virus scanner, nobody gets it before that has looked."""
    file = store(data)
    if settings.MAIL_SCAN and file.scan == ScanState.NONE:
        file.scan = ScanState.WAITING
        file.save(update_fields=["scan"])
        after_commit(partial(tasks.scan_file.delay, file.pk))
    return file


def finding_in(data: bytes) -> str:
    """Return what the virus scanner finds in ``data`` now; nothing when there is none, or it does not say."""
    if not settings.MAIL_SCAN:
        return ""
    try:
        return scanning.look_at(take(data)).finding
    except scanning.NotScanned:
        return ""


def read(file: StoredFile) -> bytes:
    """Return the bytes of ``file``; refuse where they are gone."""
    with opened(file) as handle:
        return handle.read()


def opened(file: StoredFile) -> BinaryIO:
    """Open ``file``; refuse where its bytes are gone."""
    try:
        return location(file).open("rb")
    except FileNotFoundError as gone:
        raise FileGone from gone


def name_on_disk(name: str) -> str:
    """Return ``name`` as any computer accepts it."""
    safe = REFUSED_BY_DISKS.sub("_", name).strip(" .") or "file"
    return f"_{safe}" if RESERVED.match(safe) else safe


def download(file: StoredFile, name: str, *, inline: bool = False) -> FileResponse:
    """Answer with ``file`` under ``name``; only harmless types may be shown in the browser (security.md §4.4)."""
    shown = inline and file.content_type in SHOWN_INLINE
    response = FileResponse(opened(file))
    response["Content-Type"] = file.content_type if shown else UNKNOWN
    if shown and file.content_type == "text/plain":
        response["Content-Type"] = "text/plain; charset=utf-8"
    disposition = "inline" if shown else "attachment"
    response["Content-Disposition"] = f"{disposition}; filename*=UTF-8''{quote(name_on_disk(name), safe='')}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
