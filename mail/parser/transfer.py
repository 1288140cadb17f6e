"""From what travelled to what was meant: base64, quoted-printable, uuencode, however damaged."""

import binascii
import re

NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=]+")
BASE64_RUN = re.compile(rb"[A-Za-z0-9+/]+")
FOREIGN = re.compile(rb"[^A-Za-z0-9+/=\s]|[A-Za-z0-9+/=][ \t](?=[A-Za-z0-9+/=])")
WORDS_BELOW = re.compile(rb"\n[ \t]*\r?\n(?:[_-]{10,}[ \t]*\r?\n|[^\r\n]{0,60}[A-Za-z]{2} [A-Za-z]{2})")
BASE64_NAMES = {"base64", "b"}
PADDED_END = re.compile(rb"={1,2}[ \t]*(?:\r?\n|\Z)")
SOFT_BREAK = re.compile(rb"=[ \t]{1,100}\r?\n")
SAMPLE = 4096
PLAIN_SHARE = 0.1
UU_BLOCK = re.compile(
    rb"(?m)^begin [0-7]{3,4} ([^\r\n]{1,255})\r?\n((?:[\x20-\x60][^\r\n]{0,90}\r?\n){1,400000})(?:`?\r?\n)?end\r?$"
)


def decode(body: bytes, encoding: str) -> bytes:
    """Undo a Content-Transfer-Encoding; an unknown one means that nothing was done."""
    name = _name(encoding)
    if name in BASE64_NAMES:
        return body if _is_plain(body) else base64(body)
    if name.startswith(("quoted", "qp")):
        return binascii.a2b_qp(SOFT_BREAK.sub(b"=\n", body))
    if name in {"x-uuencode", "uuencode", "x-uue", "uue"}:
        return uuencoded(body)
    return body


def _name(encoding: str) -> str:
    return re.split(r"[;\s]", encoding.strip().lower(), maxsplit=1)[0].strip("\"'")


def _is_plain(body: bytes) -> bool:
    """Tell whether ``body`` was never encoded, whatever its header says: words with blanks between them."""
    sample = body[:SAMPLE].strip()
    if b" " not in sample.partition(b"\n")[0].strip():
        return False
    foreign = sum(map(len, FOREIGN.findall(sample)))
    return foreign > PLAIN_SHARE * len(sample)


def base64(data: bytes) -> bytes:
    """Decode base64 in spite of foreign bytes, missing padding, and several padded blocks in a row."""
    compact = NOT_BASE64.sub(b"", data[: _end(data)])
    return b"".join(_block(run) for run in BASE64_RUN.findall(compact))


def behind(body: bytes, encoding: str) -> bytes:
    """Return what was put below the end of base64, such as the footer of a mailing list."""
    is_encoded = _name(encoding) in BASE64_NAMES and not _is_plain(body)
    return body[_end(body) :].strip() if is_encoded else b""


def _end(data: bytes) -> int:
    """Return where base64 ends and words follow, which would be taken for more of the file."""
    padded = PADDED_END.search(data)
    if padded and FOREIGN.search(data, padded.end()):
        return padded.end()
    words = WORDS_BELOW.search(data)
    return words.start() if words else len(data)


def _block(run: bytes) -> bytes:
    if len(run) % 4 == 1:  # one character holds six bits: not a byte
        run = run[:-1]
    return binascii.a2b_base64(run + b"=" * (-len(run) % 4))


def uuencoded(data: bytes) -> bytes:
    """Decode the lines between ``begin`` and ``end``; broken lines are left out."""
    start = re.search(rb"(?m)^begin [0-7]+ .*$", data)
    lines = data[start.end() if start else 0 :].splitlines()
    out = bytearray()
    for line in lines:
        if line.strip() == b"end":
            break
        out += _uu_line(line) if line.strip() else b""  # the library takes an empty line for 32 zero bytes
    return bytes(out)


def _uu_line(line: bytes) -> bytes:
    try:
        return binascii.a2b_uu(line)
    except (binascii.Error, ValueError):
        count = (((line[0] - 32) & 63) * 4 + 5) // 3 if line else 0
        try:
            return binascii.a2b_uu(line[:count])
        except (binascii.Error, ValueError):
            return b""


def cut_uu_blocks(data: bytes) -> tuple[bytes, list[tuple[bytes, bytes]]]:
    """Return a text without the uuencoded files that stand in it, and these files as (name, bytes)."""
    if b"\nend" not in data or b"begin " not in data:
        return data, []
    found = [(m.group(1).strip(), uuencoded(m.group(2))) for m in UU_BLOCK.finditer(data)]
    return UU_BLOCK.sub(b"", data), found
