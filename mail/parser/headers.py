"""The header block, repaired where it is broken in the ways that real mail is."""

import re
from dataclasses import dataclass

MAX_FIELD = 16 * 1024
MAX_LINES = 1000
MAX_JUNK = 50
FIELD = re.compile(rb"([!-9;-~]{1,76})[ \t]*:")
PARAMETER = re.compile(rb"(?i)(boundary|charset|name|filename|format|type|report-type|protocol|micalg)\*?\d*\*?\s*=")
MBOX = re.compile(
    rb">?From [^\r\n:]{1,200} \w{3} \w{3}\b"
)  # the line by which a folder of mails parts them, in the wrong place
NO_FIELD = re.compile(rb"(?i)(https?|ftp|mailto|file):")


@dataclass(frozen=True, slots=True)
class Headers:
    """Header fields in their order, as bytes, unfolded."""

    fields: tuple[tuple[str, bytes], ...] = ()

    def all(self, name: str) -> list[bytes]:
        """Return the values of every field called ``name``."""
        return [value for key, value in self.fields if key == name]

    def first(self, name: str) -> bytes:
        """Return the value of the topmost field called ``name``; empty when there is none."""
        return next((value for key, value in self.fields if key == name), b"")

    def text(self, name: str) -> str:
        """Return the topmost value as plain characters in lower case, for comparing with words of protocols."""
        return self.first(name).decode("ascii", "replace").strip().lower()

    def __contains__(self, name: str) -> bool:
        return any(key == name for key, _value in self.fields)


def split(raw: bytes) -> tuple[Headers, bytes]:
    """Return the headers and the body of a part."""
    lines: list[bytes] = []
    position = 0
    while position < len(raw):
        line, after = _line(raw, position)
        if not line.strip(b" \t\r\n"):
            return _read(lines), raw[after:]
        if not _belongs(line, raw, after, started=bool(lines)):
            return _read(lines), raw[position:]
        if len(lines) < MAX_LINES:
            lines.append(line)
        position = after
    return _read(lines), b""


def split_mail(raw: bytes) -> tuple[Headers, bytes]:
    """Return the headers and the body of a whole mail, after dropping what stands before the first header."""
    if b"\n" not in raw:
        raw = raw.replace(b"\r", b"\n")
    raw = raw.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n \t\0")
    return split(raw[_junk(raw) :])


def _junk(raw: bytes) -> int:
    """Return how many bytes of banners and mbox lines precede the first header line; none if there is no header."""
    position = 0
    for _count in range(MAX_JUNK):
        line, after = _line(raw, position)
        if FIELD.match(line) and not NO_FIELD.match(line):
            return position
        if not line:
            break
        position = after
    return 0


def _line(raw: bytes, position: int) -> tuple[bytes, int]:
    end = raw.find(b"\n", position)
    after = len(raw) if end < 0 else end + 1
    return raw[position:after], after


def _belongs(line: bytes, raw: bytes, after: int, *, started: bool) -> bool:
    """Tell whether ``line`` is part of the header block, be it only because headers go on after it."""
    if _is_field(line) or (started and (line[:1] in b" \t" or PARAMETER.match(line))):
        return True
    following, _after = _line(raw, after)
    return started and _is_field(following)


def _is_field(line: bytes) -> bool:
    return bool(FIELD.match(line)) and not NO_FIELD.match(line)


def _read(lines: list[bytes]) -> Headers:
    """Unfold ``lines`` into fields."""
    fields: list[tuple[str, bytearray]] = []
    for line in lines:
        match = FIELD.match(line) if _is_field(line) else None
        if match:
            fields.append((match.group(1).decode("ascii").lower(), bytearray(line[match.end() :].rstrip(b"\r\n"))))
        elif fields and len(fields[-1][1]) < MAX_FIELD and not MBOX.match(line):
            fields[-1][1].extend(b" " + line.strip(b" \t\r\n"))
    return Headers(tuple((name, bytes(value).strip()[:MAX_FIELD]) for name, value in fields))
