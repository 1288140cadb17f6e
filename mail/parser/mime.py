"""The tree of parts, cut by their boundaries as bytes.

The standard library's parser does this too, but it descends into mails that are only attached, does not give back the
very bytes of a part, and overflows its stack on hostile nesting.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from mail.parser import transfer
from mail.parser.charsets import clean_line
from mail.parser.headers import Headers, split
from mail.parser.params import Valued, parse

MAX_CHILDREN = 500
MAX_DEPTH = 40
BOUNDARY_IN_USE = re.compile(rb"(?im)^--([!-~]{6,70})\r?\ncontent-[a-z-]{3,30}:")
PART_BEGINS = re.compile(rb"\r{0,2}\ncontent-[a-z-]{3,30}[ \t]*:", re.IGNORECASE)
BEHIND = re.compile(rb"(?:(--)([^\r\n]*)|([ \t][^\r\n]*)?)(?=\r{0,2}\n|\Z)")
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

    @cached_property
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
        return [Part.read(piece, inner) for piece in self.cut.pieces]

    def walk(self, depth: int = MAX_DEPTH) -> Iterator["Part"]:
        """Yield this part and those inside it; a mail that is only attached is one part."""
        yield self
        for child in self.children if depth else []:
            yield from child.walk(depth - 1)

    @cached_property
    def behind(self) -> bytes:
        """Return what stands below the end of the encoded body."""
        return transfer.behind(self.body, self.headers.text("content-transfer-encoding"))

    @cached_property
    def cut(self) -> "Cut":
        """Cut at the declared boundary; where that is missing or wrong, at the one that is plainly used."""
        declared = self.content.params.get("boundary", b"") or self.content.plain("boundary").encode()
        for boundary in dict.fromkeys([declared, declared.strip(b" \t\"'")] if declared else []):
            for body in (self.body, self.data):
                found = cut(body, boundary)
                if found.pieces:
                    return found
        used = BOUNDARY_IN_USE.search(self.body[:SEARCHED])
        return cut(self.body, used.group(1)) if used else Cut()


@dataclass(frozen=True, slots=True)
class Cut:
    """What stands between boundary lines and around them; ``is_odd`` when the lines were not as they should be."""

    pieces: tuple[bytes, ...] = ()
    around: bytes = b""
    is_odd: bool = False


def cut(body: bytes, boundary: bytes) -> Cut:
    """Cut ``body`` at its boundary lines. The closing one may be missing, and where a part follows, it is none."""
    found = list(islice(_lines_until_closed(body, b"--" + boundary), MAX_CHILDREN + 1))
    is_closed = bool(found) and _closes(body, found[-1][1])
    ends = [start for start, _match in found[1:]] + [len(body)] * (not is_closed)
    pieces = [_after_line_end(body[m.end() : end]) for (_, m), end in zip(found, ends, strict=False)][:MAX_CHILDREN]
    if not pieces:
        return Cut()
    around = body[: found[0][0]] + b"\n" + (body[found[-1][1].end() :] if is_closed else b"")
    has_junk = any(_junk_behind(match) for _start, match in found)
    is_closed_early = any(match[1] for _start, match in (found[:-1] if is_closed else found))
    return Cut(tuple(pieces), around.strip(), has_junk or is_closed_early)


def _closes(body: bytes, line: re.Match[bytes]) -> bool:
    """Tell whether a boundary line is the closing one: it says so, and no part follows."""
    return bool(line[1]) and not PART_BEGINS.match(body, line.end())


def _junk_behind(line: re.Match[bytes]) -> bytes:
    return bytes(line[2] or line[3] or b"").strip()


def _lines_until_closed(body: bytes, mark: bytes) -> Iterator[tuple[int, re.Match[bytes]]]:
    """Yield the boundary lines up to the closing one."""
    for start, line in _lines(body, mark):
        yield start, line
        if _closes(body, line):
            return


def _lines(body: bytes, mark: bytes) -> Iterator[tuple[int, re.Match[bytes]]]:
    """Yield where each boundary line begins, the line end before it included, and what stands behind its mark."""
    at = body.find(mark)
    while at >= 0:
        behind = BEHIND.match(body, at + len(mark)) if at == 0 or body[at - 1 : at] == b"\n" else None
        if behind:
            above = body[max(at - 3, 0) : at]
            yield at - len(above) + len(above.removesuffix(b"\n").rstrip(b"\r")), behind
        at = body.find(mark, at + len(mark))


def _after_line_end(piece: bytes) -> bytes:
    return piece.removeprefix(b"\r").removeprefix(b"\r").removeprefix(b"\n")
