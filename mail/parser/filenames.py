"""Names of attachments, by every way they are written."""

import mimetypes
import re
import unicodedata

from mail.parser.params import Valued

MAX_LENGTH = 255
UNSEEN = re.compile("[\u00ad\u061c\u180e\u200b\u2060-\u2064]")  # in a name they only deceive
USUAL = {
    "message/rfc822": ".eml",
    "text/plain": ".txt",
    "text/html": ".html",
    "text/calendar": ".ics",
    "image/jpeg": ".jpg",
    "image/jpg": ".jpg",
    "image/pjpeg": ".jpg",
    "message/delivery-status": ".txt",
    "text/rfc822-headers": ".txt",
    "application/pgp-encrypted": ".asc",
    "application/pgp-signature": ".asc",
    "application/pkcs7-mime": ".p7m",
    "application/pkcs7-signature": ".p7s",
}

SAME = {"image/jpg": "image/jpeg", "image/pjpeg": "image/jpeg", "image/x-png": "image/png"}  # as some programs say


def told(kind: Valued, disposition: Valued, hint: str = "") -> str:
    """Return the name that the sender gave, made harmless; empty when they gave none."""
    return harmless(disposition.text("filename", hint) or kind.text("name", hint))


def type_of(name: str) -> str:
    """Return the type that a file's name promises."""
    return mimetypes.guess_type(name)[0] or "application/octet-stream"


def harmless(name: str) -> str:
    """Return ``name`` without path, leading dots and needless length."""
    base = re.split(r"[/\\]", unicodedata.normalize("NFC", UNSEEN.sub("", name)))[-1].strip().lstrip(".").strip()
    if len(base) <= MAX_LENGTH:
        return base
    stem, dot, extension = base.rpartition(".")
    keep = f"{dot}{extension}" if 0 < len(extension) <= 10 else ""
    return (stem or base)[: MAX_LENGTH - len(keep)] + keep


def made_up(number: int, kind: str, content_id: str) -> str:
    """Return a name for a file that came without one."""
    local = harmless(content_id.partition("@")[0])
    is_told = re.fullmatch(r"[\w-]+\.\w{2,5}", local)
    if is_told or (re.fullmatch(r"[\w.-]+", local) and mimetypes.guess_type(local)[0] == (SAME.get(kind) or kind)):
        return local
    return f"attachment-{number}{USUAL.get(kind) or mimetypes.guess_extension(SAME.get(kind) or kind) or '.bin'}"
