"""The tree of parts, cut by their boundaries as bytes.

The standard library's parser does this too, but it descends into mails that are only attached, does not give back the
very bytes of a part, and overflows its stack on hostile nesting.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from mail.parser import transfer
from mail.parser.charsets import clean_line
from mail.parser.headers import Headers, split
from mail.parser.params import Valued, parse

MAX_CHILDREN = 500
BOUNDARY_IN_USE = re.compile(rb"(?im)^--([!-~]{6,70})\r?\ncontent-[a-z-]{3,30}:")
SEARCHED = 64 * 1024
MEANT = {
    "text": "text/plain",
    "plain": "text/plain",
    "plain/text": "text/plain",
    "html": "text/html",
    "html/text": "text/html",
}


@dataclass(frozen=True)
class Part:
    """One part of a mail; ``raw`` is what it came as, headers included."""

    headers: Headers
    body: bytes
    raw: bytes
    default_type: str = "text/plain"

    @classmethod
    def read(cls, raw: bytes, default_type: str) -> "Part":
        """Read a part that stands inside another."""
        headers, body = split(raw)
        return cls(headers, body, raw, default_type)

    @cached_property
    def content(self) -> Valued:
        """Return Content-Type."""
        return parse(self.headers.first("content-type"))

    @cached_property
    def disposition(self) -> Valued:
        """Return Content-Disposition."""
        return parse(self.headers.first("content-disposition"))

    @property
    def type(self) -> str:
        """Return the declared type, or what counts when none or nonsense was declared."""
        value = self.content.value
        value = MEANT.get(value, value)
        return value if re.fullmatch(r"[\w.+-]{1,80}/[\w.+-]{1,120}", value) else self.default_type

    @property
    def content_id(self) -> str:
        """Return Content-ID without its brackets."""
        return clean_line(self.headers.first("content-id").decode("utf-8", "replace")).strip(" <>")[:255]

    @cached_property
    def data(self) -> bytes:
        """Return the body with its transfer encoding undone."""
        return transfer.decode(self.body, self.headers.text("content-transfer-encoding"))

    @cached_property
    def children(self) -> list["Part"]:
        """Return the parts inside a multipart; none when it has none, whatever it claims."""
        if not self.type.startswith("multipart/"):
            return []
        inner = "message/rfc822" if self.type == "multipart/digest" else "text/plain"
        return [Part.read(piece, inner) for piece in self._pieces()]

    def _pieces(self) -> list[bytes]:
        """Cut at the declared boundary; where that is missing or wrong, at the one that is plainly used."""
        declared = self.content.params.get("boundary", b"") or self.content.plain("boundary").encode()
        for boundary in dict.fromkeys([declared, declared.strip(b" \t\"'")] if declared else []):
            found = pieces(self.body, boundary) or pieces(self.data, boundary)
            if found:
                return found
        used = BOUNDARY_IN_USE.search(self.body[:SEARCHED])
        return pieces(self.body, used.group(1)) if used else []


def pieces(body: bytes, boundary: bytes) -> list[bytes]:
    """Cut ``body`` at its boundary lines; the closing one may be missing."""
    line = re.compile(rb"(?:\A|\r{0,2}\n)--" + re.escape(boundary) + rb"(--)?[ \t]*(?=\r{0,2}\n|\Z)")
    found: list[bytes] = []
    start = -1
    for match in islice(line.finditer(body), MAX_CHILDREN + 1):
        if start >= 0:
            found.append(_after_line_end(body[start : match.start()]))
        start = match.end()
        if match.group(1):
            return found
    if start >= 0:
        found.append(_after_line_end(body[start:]))
    return found[:MAX_CHILDREN]


def _after_line_end(piece: bytes) -> bytes:
    return piece.removeprefix(b"\r").removeprefix(b"\r").removeprefix(b"\n")
