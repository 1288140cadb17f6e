"""The header block, repaired where it is broken in the ways that real mail is."""

import re
from dataclasses import dataclass, replace

MAX_FIELD = 16 * 1024
MAX_FIELDS = 5000
MAX_JUNK = 50
FIELD = re.compile(rb"(?!(?i:https?|ftp|mailto|file):|[<\"(=])([!-9;-~]{1,998}+)[ \t]*:")
PARAMETER = re.compile(rb"(?i)(boundary|charset|name|filename|format|type|report-type|protocol|micalg)\*?\d*\*?\s*=")
MBOX = re.compile(
    rb">?From [^\r\n:]{1,200} \w{3} \w{3}\b"
)  # the line by which a folder of mails parts them, in the wrong place
# A field that no sentence begins with. Only such a one tells that the block goes on behind lines that are none.
KNOWN = re.compile(
    rb"(?i)(x-[\w-]+|content-[\w-]+|list-[\w-]+|resent-[\w-]+|dkim-signature|arc-[\w-]+|authentication-results|"
    rb"received|received-spf|return-path|delivered-to|mime-version|message-id|in-reply-to|references|reply-to|sender|"
    rb"from|to|cc|bcc|subject|date|user-agent|thread-[\w-]+|auto-submitted|precedence|importance|priority)[ \t]*:"
)
REST = re.compile(rb"=\?[^?\s]{1,60}\?[bBqQ]\?|<[^<>\s]{1,300}@[^<>\s]{1,300}>")
NO_PROSE = re.compile(rb"[^\s:]@|<\S|=\?|\w=|:\s*[\w.+-]+/[\w.+-]+\s*(?:;|$)")  # behind a field's name, so no sentence
WORD = re.compile(
    rb"(?i)(received|references|sender|from|to|cc|bcc|subject|date|precedence|importance|priority)[ \t]*:"
)  # one with which a sentence may begin
MAX_LOOKED = 100_000


@dataclass(frozen=True, slots=True)
class Headers:
    """Header fields in their order, as bytes, unfolded."""

    fields: tuple[tuple[str, bytes], ...] = ()
    is_mended: bool = False  # lines between two fields were taken for the rest of the upper one

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
    position = surely = 0
    is_mended = False
    while position < len(raw):
        line, after = _line(raw, position)
        if not line.strip(b"\r\n"):
            return replace(_read(lines), is_mended=is_mended), raw[after:]
        if position >= surely and not _belongs(line, raw, after, lines[-1] if lines else b""):
            surely = _known_field(raw, after, is_folded=not line.strip()) if lines else 0
            if not surely:
                return replace(_read(lines), is_mended=is_mended), raw[position if line.strip() else after :]
            is_mended = is_mended or bool(line.strip())
        lines.append(line)
        position = after
    return replace(_read(lines), is_mended=is_mended), b""


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
        if FIELD.match(line):
            return position
        if not line:
            break
        position = after
    return 0


def _line(raw: bytes, position: int) -> tuple[bytes, int]:
    end = raw.find(b"\n", position)
    after = len(raw) if end < 0 else end + 1
    return raw[position:after], after


def _belongs(line: bytes, raw: bytes, after: int, before: bytes) -> bool:
    """Tell whether ``line`` is part of the header block, be it only because headers go on right after it.

    ``before`` is the line above it; it may show that a value goes on which lost its leading blank.
    """
    if not line.strip():
        return False
    if FIELD.match(line) or (before and line[:1] in b" \t"):
        return True
    if not before:
        return False
    is_rest = PARAMETER.match(line) or REST.match(line)
    return bool(is_rest or (before.rstrip()[-1:] == b"," and b"@" in line) or FIELD.match(_line(raw, after)[0]))


def _known_field(raw: bytes, position: int, *, is_folded: bool) -> int:
    """Return where a field stands that can only be a header; 0 when none does before the block surely ends.

    A sentence may begin like one: it takes two, or one that is none. Behind a line of blanks (``is_folded``) only lines
    that begin with one may come before it.
    """
    begin, end, first = position, min(len(raw), position + MAX_LOOKED), 0
    while position < end:
        line, after = _line(raw, position)
        if KNOWN.match(line):
            if first or _begins_no_sentence(line) or (is_folded and position > begin):
                return first or position
            first = position
        if _ends_block(line, is_folded=is_folded):
            return 0
        position = after
    return 0


def _begins_no_sentence(line: bytes) -> bool:
    return not WORD.match(line) or bool(NO_PROSE.search(line))


def _ends_block(line: bytes, *, is_folded: bool) -> bool:
    if is_folded:
        return not line.strip(b"\r\n") or line[:1] not in b" \t"
    return not line.strip()


def _read(lines: list[bytes]) -> Headers:
    """Unfold ``lines`` into fields."""
    fields: list[tuple[str, bytearray]] = []
    for line in lines:
        match = FIELD.match(line)
        if match and len(fields) < MAX_FIELDS:
            fields.append((match.group(1).decode("ascii").lower(), bytearray(line[match.end() :].rstrip(b"\r\n"))))
        elif fields and not match and len(fields[-1][1]) < MAX_FIELD and not MBOX.match(line):
            fields[-1][1].extend(b" " + line.strip(b" \t\r\n"))
    return Headers(tuple((name, bytes(value).strip()[:MAX_FIELD]) for name, value in fields))
