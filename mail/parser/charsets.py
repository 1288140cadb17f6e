"""From bytes to text, whatever charset was declared: senders lie about it more often than not."""

import codecs
import re
from collections.abc import Iterator

ALIASES = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "cp936": "gb18030",
    "iso-gb2312": "gb18030",
    "gb_2312-80": "gb18030",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "iso_8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "latin 1": "cp1252",
    "iso-8859-1-windows-3.1-latin-1": "cp1252",
    "ansi": "cp1252",
    "windows-latin1": "cp1252",
    "iso-8859-9": "cp1254",
    "latin5": "cp1254",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-8-e": "iso-8859-8",
    "iso-8859-6-i": "iso-8859-6",
    "win-1250": "cp1250",
    "win-1251": "cp1251",
    "win-1252": "cp1252",
    "x-cp1250": "cp1250",
    "x-cp1251": "cp1251",
    "x-cp1252": "cp1252",
    "koi8": "koi8-r",
    "ks_c_5601-1987": "cp949",
    "ks_c_5601": "cp949",
    "ks_c_5601-1989": "cp949",
    "euc-kr": "cp949",
    "x-euc-kr": "cp949",
    "x-windows-949": "cp949",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "ms_kanji": "cp932",
    "x-ms-cp932": "cp932",
    "x-euc-jp": "euc-jp",
    "cp51932": "euc-jp",
    "jis": "iso-2022-jp",
    "cp50220": "iso-2022-jp",
    "cp50221": "iso-2022-jp",
    "cp50222": "iso-2022-jp",
    "big5": "big5hkscs",
    "x-x-big5": "big5hkscs",
    "cn-big5": "big5hkscs",
    "cp950": "big5hkscs",
    "windows-950": "big5hkscs",
    "cn-gb": "gb18030",
    "euc-cn": "gb18030",
    "x-euc-cn": "gb18030",
    "windows-936": "gb18030",
    "hz-gb-2312": "hz",
    "unicode-1-1-utf-7": "utf-7",
    "x-unicode-2-0-utf-7": "utf-7",
    "unicode-1-1-utf-8": "utf-8",
    "utf-8mb4": "utf-8",
    "utf8mb4": "utf-8",
    "utf_8": "utf-8",
    "unicode": "utf-16",
    "x-mac-roman": "mac-roman",
    "macintosh": "mac-roman",
    "windows-874": "cp874",
    "tis-620": "cp874",
}
NOT_TOLD = set(
    "us-ascii ascii ansi_x3.4-1968 unknown-8bit x-unknown unknown x-user-defined none null default binary 8bit 7bit "
    "iso-10646-1 _chardet_2 _autodetect".split()
) | {""}
# These decode any bytes to something, so valid UTF-8 in them tells that the declaration is wrong.
SINGLE_BYTE = re.compile(r"^(cp125\d|iso8859|latin|koi8|mac|cp437|cp85\d|cp86\d|cp874)")
INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
ESCAPED_JIS = re.compile(rb"\x1b(?:\$[@B]|\(J)")
HIGH_RUN = re.compile(rb"[\x80-\xff]+")
BROKEN_SHARE = 0.02
MANY_HIGH = 0.15
ENOUGH_HIGH = 20  # fewer tell a detector nothing
SAMPLE = 20_000


def clean_line(text: str) -> str:
    """Return ``text`` on one line, without control characters and without characters that turn the direction."""
    return " ".join(INVISIBLE.sub("", text.replace("\t", " ")).split())


def clean_text(text: str) -> str:
    """Return ``text`` with plain line ends and without what a database refuses."""
    return CONTROL.sub("", text.replace("\r\r\n", "\n").replace("\r\n", "\n").replace("\r", "\n"))


def codec_for(charset: str) -> str:
    """Return the codec for a declared charset; empty when nothing usable was declared."""
    name = re.split(r"[\s;,*]", charset.strip().strip("\"'").lower().removeprefix("charset="), maxsplit=1)[0]
    name = name.removeprefix("3d").strip("\"'")  # "=3Dutf-8": encoded once too often
    if name in NOT_TOLD:
        return ""
    name = ALIASES.get(name, name)
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError, UnicodeError):
        return ""
    return info.name if getattr(info, "_is_text_encoding", False) and info.name not in {"idna", "punycode"} else ""


def tells(charset: str) -> bool:
    """Tell whether knowing ``charset`` helps to read other bytes of a mail; UTF-8 is seen in the bytes themselves."""
    return codec_for(charset) not in {"", "utf-8"}


def decode(data: bytes, charset: str = "", hint: str = "") -> str:
    """Return ``data`` as text by its declared charset, corrected where the bytes tell better."""
    codec = codec_for(charset)
    if not codec:
        return guess(data, codec_for(hint))
    if codec.startswith("iso2022_jp"):
        return "".join(_iso2022jp(data))
    if (
        data.isascii()
        and codec not in {"utf-7", "hz"}
        and not codec.startswith(("utf-16", "utf-32", "iso2022", "cp037"))
    ):
        return data.decode("ascii")
    if _is_utf8(data) and (SINGLE_BYTE.match(codec) or not _decodes(data, codec)):
        return data.decode("utf-8")
    return _declared(data, codec)


def _declared(data: bytes, codec: str) -> str:
    """Decode by ``codec``; UTF-8 that is mostly no UTF-8 is guessed instead."""
    try:
        text = data.decode(codec, "replace")
    except (UnicodeError, ValueError, OverflowError):
        return guess(data)
    if codec == "cp1252" and "\ufffd" in text:
        return data.decode("cp1252") if _decodes(data, "cp1252") else _cp1252(data)
    if codec == "euc_jp" and "\ufffd" in text:  # the rows of NEC and IBM are known to the younger standard alone
        return data.decode("euc_jis_2004", "replace")
    if codec == "utf-8" and text.count("\ufffd") > BROKEN_SHARE * max(len(text), 1):
        return guess(data)
    return text.removeprefix("\ufeff")


def _decodes(data: bytes, codec: str) -> bool:
    try:
        data.decode(codec)
    except (UnicodeError, ValueError):
        return False
    return True


def _cp1252(data: bytes) -> str:
    """Decode as cp1252; its five undefined bytes as latin-1."""
    return "".join(
        bytes([byte]).decode("latin-1") if byte in b"\x81\x8d\x8f\x90\x9d" else bytes([byte]).decode("cp1252")
        for byte in data
    )


def _is_utf8(data: bytes) -> bool:
    """Return whether ``data`` is UTF-8 with at least one character of several bytes."""
    return len(re.findall(rb"[\x80-\xff]", data[:SAMPLE])) > 1 and _decodes(data, "utf-8")


def guess(data: bytes, hint: str = "") -> str:
    """Return ``data`` as text when nobody said in what charset it is."""
    for mark, codec in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return data.decode(codec, "replace")
    if ESCAPED_JIS.search(data):
        return "".join(_iso2022jp(data))
    for codec in ("utf-8", hint):
        if codec and _decodes(data, codec):
            return data.decode(codec)
    return _guess_legacy(data)


def _guess_legacy(data: bytes) -> str:
    runs = HIGH_RUN.findall(data[:SAMPLE])
    high = sum(map(len, runs))
    alone = sum(1 for run in runs if len(run) == 1)
    if high < ENOUGH_HIGH or alone * 2 > len(runs) or high < MANY_HIGH * len(data[:SAMPLE]):
        return _declared(data, "cp1252")
    best = _most_likely(data[:SAMPLE])
    return data.decode(best, "replace") if best else _declared(data, "cp1252")


def _most_likely(sample: bytes) -> str:
    """Ask charset-normalizer, which is slow, as the last resort."""
    from charset_normalizer import from_bytes  # noqa: PLC0415 -- costs more to import than most mails to read

    found = from_bytes(sample).best()
    return codec_for(found.encoding) if found else ""


def _iso2022jp(data: bytes) -> Iterator[str]:
    """Yield the text of ISO-2022-JP as Windows sends it: with characters that only cp932 knows."""
    mode = b"(B"
    for index, piece in enumerate(re.split(rb"\x1b(\$[@B]|\$\(D|\([ABIJH])", data)):
        if index % 2:
            mode = piece
        elif mode == b"$(D":
            yield (b"\x1b$(D" + piece + b"\x1b(B").decode("iso2022_jp_1", "replace")
        elif mode.startswith(b"$"):
            yield "\n".join(map(_jis_pairs, piece.split(b"\n")))
        elif mode == b"(I":
            yield bytes(byte | 0x80 for byte in piece).decode("cp932", "replace")
        else:
            yield _eight_bit_japanese(piece)


def _jis_pairs(piece: bytes) -> str:
    """Return double-byte JIS as text, by way of Shift-JIS."""
    shifted = bytearray()
    for first, second in zip(piece[::2], piece[1::2], strict=False):
        if not (0x21 <= first <= 0x7E and 0x21 <= second <= 0x7E):
            continue
        row = (first + 1) // 2 + (0x70 if first < 0x5F else 0xB0)
        column = second + (0x7E if first % 2 == 0 else 0x20 if second >= 0x60 else 0x1F)
        shifted += bytes([row, column])
    return shifted.decode("cp932", "replace")


def _eight_bit_japanese(piece: bytes) -> str:
    for codec in ("ascii", "utf-8", "cp932", "euc-jp"):
        if _decodes(piece, codec):
            return piece.decode(codec)
    return piece.decode("cp932", "replace")
