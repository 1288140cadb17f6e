"""Rich text as Outlook packs it into winmail.dat: unpacked, and read as plain text or as the HTML it hides."""

import re
import struct

from mail.parser.charsets import clean_text

DICTIONARY = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor MS Sans SerifSymbol"
    rb"ArialTimes New RomanCourier{\colortbl\red0\green0\blue0" + b"\r\n" + rb"\par "
    rb"\pard\plain\f0\fs20\b\i\u\tab\tx"
)
WINDOW = 4096
MAX_SIZE = 8 * 1024 * 1024
TOKEN = re.compile(r"\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-z'])|([{}])|([^\\{}\r\n]+)|[\r\n]+")
SKIPPED = set("fonttbl colortbl stylesheet info pict object themedata datastore listtable listoverridetable".split())
BREAKS = {"par": "\n", "line": "\n", "tab": "\t", "cell": "\t", "row": "\n", "sect": "\n", "page": "\n"}
SIGNS = {"emdash": "—", "endash": "–", "bullet": "•", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”"}


def unpacked(data: bytes) -> bytes:
    """Undo the compression of MAPI (MS-OXRTFCP); nothing when it is another format."""
    if len(data) < 16:
        return b""
    _packed, size, magic, _crc = struct.unpack("<IIII", data[:16])
    if magic == 0x414C454D:
        return data[16 : 16 + min(size, MAX_SIZE)]
    return _inflated(data[16:], min(size, MAX_SIZE)) if magic == 0x75465A4C else b""


def _inflated(data: bytes, size: int) -> bytes:
    out = bytearray(DICTIONARY)
    wanted, position = size + len(DICTIONARY), 0
    while position < len(data) and len(out) < wanted:
        flags, position = data[position], position + 1
        for bit in range(8):
            if flags >> bit & 1:
                pair = data[position : position + 2]
                position += 2
                if not _copy(out, pair):
                    return bytes(out[len(DICTIONARY) :])
            else:
                out += data[position : position + 1]
                position += 1
    return bytes(out[len(DICTIONARY) : wanted])


def _copy(out: bytearray, pair: bytes) -> bool:
    """Repeat what stood in the window; false at the end mark."""
    if len(pair) < 2:
        return False
    offset, length = (pair[0] << 4) | (pair[1] >> 4), (pair[1] & 15) + 2
    here = len(out) % WINDOW
    if offset == here:
        return False
    back = (here - offset) % WINDOW or WINDOW
    for _count in range(length):
        if back > len(out):
            return False
        out.append(out[-back])
    return True


class _Reader:
    """Walks through the tokens of a document with the state of each group."""

    def __init__(self, codec: str) -> None:
        self.codec = codec
        self.out: list[str] = []
        self.raw = bytearray()
        self.hides = False  # what stands here is not for this reading
        self.stack: list[bool] = []
        self.skip = 0  # characters that repeat a Unicode one for old programs
        self.starts = False

    def flush(self) -> None:
        if self.raw:
            self.out.append(self.raw.decode(self.codec, "replace"))
            self.raw.clear()

    def say(self, text: str) -> None:
        self.flush()
        if not self.hides:
            self.out.append(text)

    def brace(self, sign: str) -> None:
        self.flush()
        if sign == "{":
            self.stack.append(self.hides)
            self.starts = True
        elif self.stack:
            self.hides = self.stack.pop()

    def word(self, name: str, number: str | None) -> None:
        if self.starts and name in SKIPPED:
            self.hides = True
        elif name == "u" and number:
            self.say(chr(int(number) % 65536))
            self.skip = 1
        elif name == "htmlrtf":
            self.hides = number != "0"
        elif name in BREAKS or name in SIGNS:
            self.say(BREAKS.get(name) or SIGNS[name])
        self.starts = False


def to_text(document: bytes) -> tuple[str, bool]:
    """Return what a document says, and whether that is the HTML which Outlook hid in it."""
    source = document[:MAX_SIZE].decode("latin-1")
    is_html = "\\fromhtml" in source[:500]
    named = re.search(r"\\ansicpg(\d{3,5})", source[:500])
    reader = _Reader(_codec(named.group(1) if named else "1252"))
    for match in TOKEN.finditer(source):
        _take(reader, match, is_html=is_html)
    reader.flush()
    return clean_text("".join(reader.out)).strip(), is_html


def _codec(number: str) -> str:
    try:
        b"".decode(f"cp{number}")
    except LookupError:
        return "cp1252"
    return f"cp{number}"


def _take(reader: _Reader, match: re.Match[str], *, is_html: bool) -> None:
    word, number, byte, sign, brace, text = match.groups()
    if brace:
        reader.brace(brace)
    elif word:
        reader.word(word, number)
    elif sign:
        _sign(reader, sign, is_html=is_html)
    elif byte or text:
        _words(reader, bytes.fromhex(byte) if byte else text.encode("latin-1"))


def _sign(reader: _Reader, sign: str, *, is_html: bool) -> None:
    """Take an escaped sign; a group that begins with a star is for other programs, unless it holds the HTML."""
    if sign == "*" and reader.starts:
        reader.hides = reader.hides or not is_html
    elif sign in "\\{}~-_":
        reader.say({"~": "\xa0", "-": "", "_": "-"}.get(sign, sign))


def _words(reader: _Reader, data: bytes) -> None:
    reader.starts = False
    kept = data[reader.skip :]
    reader.skip = max(reader.skip - len(data), 0)
    if not reader.hides:
        reader.raw += kept
