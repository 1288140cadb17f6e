"""Content-Type and Content-Disposition: a value and its parameters, with RFC 2231 and what people send instead."""

import re
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from mail.parser.charsets import clean_line, decode
from mail.parser.encoded_words import decode_words

# name = "quoted" | 'bare'; each alternative is bounded and starts with another character: linear.
PARAMETER = re.compile(rb'(?:;|(?<=")[\s,])\s*([^\s=;"]{1,80})\s*=\s*("(?:[^"\\]|\\.)*"?|[^;]*)', re.DOTALL)
UNPARTED = re.compile(rb"^([^\s;,=]{1,160})(?:\s*,|\s)\s*(?=[\w*-]{1,40}\s*=)")  # the semicolon was forgotten
PATH = re.compile(rb"[A-Za-z]:\\|\\\\\w")
MAX_VALUE = 16 * 1024
SECTION = re.compile(r"^(.+?)(?:\*(\d{1,4}))?(\*)?$")
MAX_SECTIONS = 100


@dataclass(frozen=True, slots=True)
class Valued:
    """A structured header: ``text/plain; charset=utf-8``."""

    value: str
    params: dict[str, bytes]

    def plain(self, name: str) -> str:
        """Return a parameter that is a word of a protocol: a charset, a boundary, a report type."""
        raw = self.params.get(name) or self.params.get(f"{name}*", b"").rpartition(b"'")[2]
        return raw.decode("ascii", "replace").strip()

    def text(self, name: str, hint: str = "") -> str:
        """Return a parameter that people read, such as a file name, by whichever way it was written."""
        return _extended(self.params, name) or decode_words(self.params.get(name, b""), hint)


def parse(raw: bytes) -> Valued:
    """Read a structured header."""
    raw = UNPARTED.sub(rb"\1;", raw[:MAX_VALUE], count=1)
    value = raw.partition(b";")[0].decode("ascii", "replace")
    found: dict[str, bytes] = {}
    for match in PARAMETER.finditer(raw):
        name = match.group(1).decode("ascii", "replace").lower()
        found.setdefault(name, _unquoted(match.group(2).strip()))
    return Valued("".join(value.split()).lower(), found)


def _unquoted(value: bytes) -> bytes:
    """Remove quotes, and the backslashes that guard a character; those that part the folders of a path stay."""
    if not value.startswith(b'"'):
        return value
    guarded = rb'\\(["\\])' if PATH.match(value, 1) else rb"\\([^A-Za-z0-9])"
    return re.sub(guarded, rb"\1", value[1:].removesuffix(b'"'), flags=re.DOTALL)


def _extended(params: dict[str, bytes], name: str) -> str:
    """Return ``name*`` or the sections ``name*0*``, ``name*1`` … put together; empty when there are none."""
    sections = sorted(_sections(params, name))
    if not sections:
        return ""
    if sections[0][0] < 0:  # the whole in one; sections beside it say the same again
        sections = sections[:1]
    charset = ""
    pieces = []
    for number, encoded, value in sections[:MAX_SECTIONS]:
        rest = value
        if encoded and number <= 0 and value.count(b"'") > 1:
            tag, _language, rest = value.split(b"'", 2)
            charset = tag.decode("ascii", "replace")
        pieces.append(unquote_to_bytes(rest) if encoded else rest)
    joined = b"".join(pieces)
    return decode_words(joined) if b"=?" in joined and not charset else clean_line(decode(joined, charset))


def _sections(params: dict[str, bytes], name: str) -> list[tuple[int, bool, bytes]]:
    found = []
    for key, value in params.items():
        match = SECTION.match(key)
        if match and match.group(1) == name and key != name:
            found.append((int(match.group(2) or -1), bool(match.group(3)), value))
    return found
