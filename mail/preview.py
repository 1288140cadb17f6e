"""A first look at raw bytes, for people: what can be read without parsing, and without any risk."""

import re
from dataclasses import dataclass

from mail.parser.encoded_words import decode_words

LOOKED_AT = 64 * 1024
HEAD = 16 * 1024
LONGEST = 4 * 1024
ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
FIELD = re.compile(rb"(?im)^(from|subject)[ \t]*:[ \t]*([^\r\n]{0,1000}(?:\r?\n[ \t][^\r\n]{0,1000}){0,20})")


@dataclass(frozen=True, slots=True)
class Preview:
    """Subject and sender, their encoded words decoded, and the beginning of the rest as it stands there."""

    subject: str
    address: str
    text: str
    name: str = ""


def preview_of(raw: bytes) -> Preview:
    """Return what a person could read of ``raw`` in an editor."""
    fields: dict[bytes, bytes] = {}
    for name, value in FIELD.findall(raw[:HEAD]):
        fields.setdefault(name.lower(), b" ".join(value[:LONGEST].split()))
    name, address = _sender(fields.get(b"from", b""))
    _head, _gap, body = raw[:LOOKED_AT].replace(b"\r\n", b"\n").partition(b"\n\n")
    return Preview(decode_words(fields.get(b"subject", b"")).strip()[:500], address, readable(body), name)


def _sender(value: bytes) -> tuple[str, str]:
    """Return name and address in From; the address is looked for before anything is decoded, for names may hold one."""
    angle = value.rfind(b"<")
    found = ADDRESS.search(readable(value[angle:] if angle >= 0 else value))
    name = decode_words(value[:angle].strip(b' "')) if angle > 0 else ""
    return " ".join(name.split())[:255], found.group().lower()[:254] if found else ""


def readable(raw: bytes) -> str:
    """Return ``raw`` as text without control characters; what is no UTF-8 is taken for Latin-1."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("latin-1")
    return "".join(c if c.isprintable() or c in "\n\t" else " " for c in text)
