"""winmail.dat: what Outlook packs its files and its words into; read only where tnefparse is installed."""

import struct
from dataclasses import dataclass
from importlib.util import find_spec

from mail.parser import rtf
from mail.parser.charsets import clean_text, decode

TYPES = {"application/ms-tnef", "application/vnd.ms-tnef"}
SIGNATURE = b"\x78\x9f\x3e\x22"
MAX_SIZE = 30 * 1024 * 1024
MAX_OBJECTS = 2000


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What a winmail.dat holds."""

    files: tuple[tuple[str, bytes], ...] = ()
    text: str = ""
    html: str = ""


def unpack(data: bytes) -> Unpacked | None:
    """Return what ``data`` holds; nothing when it cannot be read."""
    if find_spec("tnefparse") is None or not data.startswith(SIGNATURE) or not _is_bearable(data):
        return None
    from tnefparse import TNEF  # noqa: PLC0415 -- an optional package

    try:
        found = TNEF(data, do_checksum=False)
        files = tuple((_name(f.long_filename() or f.name), bytes(f.data)) for f in found.attachments)
        return Unpacked(files, _plain(found.body), _plain(found.htmlbody)) if _told(found) else _rich(files, found)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, UnboundLocalError, struct.error, LookupError):
        return None


def _is_bearable(data: bytes) -> bool:
    """Tell whether the objects are few enough: the library copies the rest of the file for each."""
    position, count = 6, 0
    while position + 11 <= len(data):
        position += 11 + int.from_bytes(data[position + 5 : position + 9], "little")
        count += 1
    return count <= MAX_OBJECTS and len(data) <= MAX_SIZE


def _told(found: object) -> bool:
    return bool(_plain(getattr(found, "body", None)).strip() or _plain(getattr(found, "htmlbody", None)).strip())


def _rich(files: tuple[tuple[str, bytes], ...], found: object) -> Unpacked:
    packed = getattr(found, "_rtfbody", None)
    if isinstance(packed, list):
        packed = packed[0] if packed else None
    if not isinstance(packed, bytes):
        return Unpacked(files)
    text, is_html = rtf.to_text(rtf.unpacked(packed))
    return Unpacked(files, html=text) if is_html else Unpacked(files, text)


def _plain(value: object) -> str:
    """Return a body as text, in whichever way the library hands it out."""
    if isinstance(value, list):
        value = value[0] if value else b""
    text = decode(value) if isinstance(value, bytes) else value if isinstance(value, str) else ""
    return clean_text(text.rstrip("\0"))


def _name(value: object) -> str:
    return _plain(value).strip()
