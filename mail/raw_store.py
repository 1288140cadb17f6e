"""Raw mail on disk: gzip files named by the hash of what is in them, written so that a crash cannot lose them."""

import gzip
import hashlib
import re
import zlib
from pathlib import Path

from django.conf import settings

from helpdesk import disk
from mail.errors import RawGone


def fingerprint(raw: bytes) -> str:
    """Return the hash of ``raw`` that survives what IMAP servers change: line ends and NUL bytes."""
    normal = re.sub(rb"\r\n?", b"\n", raw).replace(b"\0", b"\x80")
    return hashlib.sha256(normal).hexdigest()


def digest(raw: bytes) -> str:
    """Return the hash that names the file of ``raw``."""
    return hashlib.sha256(raw).hexdigest()


def location(sha256: str) -> Path:
    """Return where the file with this hash lies."""
    return Path(settings.MEDIA_ROOT) / "mail" / sha256[:2] / f"{sha256}.gz"


def store(raw: bytes) -> str:
    """Keep ``raw`` and return its hash; on return it is on the disk, whole, even where a damaged file lay."""
    sha256 = digest(raw)
    path = location(sha256)
    if not is_sound(sha256):
        disk.write_durably(path, gzip.compress(raw, compresslevel=6, mtime=0))
    return sha256


def is_sound(sha256: str) -> bool:
    """Return whether the file with this hash is there and has not changed by a bit."""
    try:
        return digest(load(sha256)) == sha256
    except (OSError, EOFError, zlib.error):
        return False


def peek(sha256: str) -> bytes:
    """Return the raw mail with this hash; nothing where its file is gone or damaged."""
    return load(sha256) if is_sound(sha256) else b""


def demand(sha256: str) -> bytes:
    """Return the raw mail with this hash for somebody who asks for it; refuse where its file is gone or damaged."""
    if not is_sound(sha256):
        raise RawGone
    return load(sha256)


def delete(sha256: str) -> None:
    """Remove the file with this hash, if it is there."""
    location(sha256).unlink(missing_ok=True)


def load(sha256: str) -> bytes:
    """Return the raw mail with this hash."""
    return gzip.decompress(location(sha256).read_bytes())
