"""Encoded words in headers (RFC 2047), and raw bytes where there should be none."""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass

from mail.parser import transfer
from mail.parser.charsets import clean_line, codec_for, decode

START = re.compile(rb"=\?([^?\s]{1,60})\?([bBqQ])\?")
END = re.compile(rb"\?=")
SURE_END = re.compile(rb"\?=(?![0-9A-F]{2})|=\?[^?\s]{1,60}\?[bBqQ]\?")


@dataclass(frozen=True, slots=True)
class _Run:
    """Bytes in one charset; ``encoded`` tells whether they came from words."""

    data: bytes
    charset: str
    encoded: bool


def decode_words(raw: bytes, hint: str = "") -> str:
    """Return a header's value as clean text on one line; ``hint`` is the charset for raw bytes that are no UTF-8."""
    runs = list(_joined(_runs(raw)))
    known = next((run.charset for run in runs if run.encoded and codec_for(run.charset)), hint)
    text = "".join(decode(run.data, run.charset, "" if run.encoded else known) for run in runs)
    return clean_line(text)


def charsets(raw: bytes) -> list[str]:
    """Return the charsets that the encoded words of a header name."""
    return [m[1].decode("ascii", "replace").partition("*")[0] for m in START.finditer(raw)]


def _runs(raw: bytes) -> Iterator[_Run]:
    """Yield words and what stands between them; blanks between two words are not part of the text."""
    end, after_word = 0, False
    while (start := START.search(raw, end)) and (stop := _end(raw, start)):
        between = raw[end : start.start()]
        word = _word(start, raw[start.end() : stop.start()])
        if between and not (after_word and word.encoded and between.isspace()):
            yield _Run(between, "", encoded=False)
        yield word
        end, after_word = stop.end(), word.encoded
    if raw[end:]:
        yield _Run(raw[end:], "", encoded=False)


def _end(raw: bytes, start: re.Match[bytes]) -> re.Match[bytes] | None:
    """Return where a word ends. In quoted-printable, ``?=`` with two digits may be a question mark and a letter of it.

    It is where the word has another end of its own, before the next word begins.
    """
    end = END.search(raw, start.end())
    if end and start[2] in b"qQ":
        sure = SURE_END.search(raw, end.start())
        return sure if sure and sure[0] == b"?=" else end
    return end


def _word(start: re.Match[bytes], text: bytes) -> _Run:
    """Return a word's bytes; a word that cannot be decoded stays as it is."""
    charset, how = start.groups()
    name = charset.decode("ascii", "replace").partition("*")[0]
    if how in b"qQ":
        return _Run(binascii.a2b_qp(text.replace(b" ", b"_"), header=True), name, encoded=True)
    data = transfer.base64(text)
    if text.strip(b"= \t") and not data:
        return _Run(start.group() + text + b"?=", "", encoded=False)
    return _Run(data, name, encoded=True)


def _joined(runs: Iterator[_Run]) -> Iterator[_Run]:
    """Join neighbours of one charset as bytes, for characters are split across words."""
    waiting: _Run | None = None
    for run in runs:
        if waiting and waiting.encoded and run.encoded and waiting.charset.lower() == run.charset.lower():
            waiting = _Run(waiting.data + run.data, run.charset, encoded=True)
            continue
        if waiting:
            yield waiting
        waiting = run
    if waiting:
        yield waiting
