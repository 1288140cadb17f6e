"""A first look at raw bytes, for people: what can be read without parsing, and without any risk."""

import re
from dataclasses import dataclass

LOOKED_AT = 64 * 1024
HEAD = 16 * 1024
ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
FIELD = re.compile(rb"(?im)^(from|subject)[ \t]*:[ \t]*([^\r\n]{0,900})")


@dataclass(frozen=True, slots=True)
class Glimpse:
    """Subject and address as they stand there, undecoded, and the beginning of the rest."""

    subject: str
    address: str
    text: str


def at(raw: bytes) -> Glimpse:
    """Return what a person could read of ``raw`` in an editor."""
    fields: dict[bytes, str] = {}
    for name, value in FIELD.findall(raw[:HEAD]):
        fields.setdefault(name.lower(), readable(value))
    found = ADDRESS.search(fields.get(b"from", ""))
    _head, _gap, body = raw[:LOOKED_AT].replace(b"\r\n", b"\n").partition(b"\n\n")
    return Glimpse(fields.get(b"subject", "").strip()[:500], found.group().lower() if found else "", readable(body))


def readable(raw: bytes) -> str:
    """Return ``raw`` as text without control characters; what is no UTF-8 is taken for Latin-1."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("latin-1")
    return "".join(c if c.isprintable() or c in "\n\t" else " " for c in text)
