"""Cutting a text into tokens, without case and accents: what is joined is one token of several parts."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

LONGEST = 60  # letters of a part that are looked at
MOST_PARTS = 8  # of a token that is also found when written in one word
PHONE_DIGITS = range(7, 16)
TAIL = 9  # digits at the end of a phone number that stay the same with and without the country

MARKS = re.compile("[\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff]+")
LETTERS = {"œ": "oe", "æ": "ae", "ø": "o", "đ": "d", "ł": "l", "ı": "i"}
LETTER = re.compile("|".join(LETTERS))
NUMBER = r"\+?\(?\d+\)?(?:[ \u00a0().\-/]{1,3}\d+)+(?![^\W_])"
JOINED = r"[^\W_]+(?:[-‐‑_./\\@:+&#=~|]{1,3}[^\W_]+)*"
TOKEN = re.compile(f"{NUMBER}|{JOINED}")
PART = re.compile(r"[^\W_]+")
SPACED = re.compile(r"[\s(]")
HYPHENATED = re.compile(r"[^\W_]+(?:[-‐‑][^\W_]+)+")
ROMANIAN_ENDING = re.compile(r"(?<=[^\W_]{2})[-‐‑](?:ul|ului|uri|urile|urilor|le|lor)(?![^\W_])")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number or an address: its parts, how it is written in one word, and the end of a phone number."""

    parts: tuple[str, ...]
    joined: tuple[str, ...] = ()
    tail: str = ""


def fold(text: str) -> str:
    """Return ``text`` in small letters without accents; ş and ț become s and t, œ becomes oe."""
    folded = text.casefold()
    if folded.isascii():
        return folded
    plain = LETTER.sub(lambda match: LETTERS[match.group()], folded)
    return MARKS.sub("", unicodedata.normalize("NFKD", plain))


def tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of ``text`` in order; of a Romanian word with its article behind a hyphen, the word alone."""
    for match in TOKEN.finditer(ROMANIAN_ENDING.sub("", fold(text))):
        written = match.group()
        yield from _known(written) if len(written) <= LONGEST else _tokens(written)


@lru_cache(maxsize=10_000)
def _known(written: str) -> tuple[Token, ...]:
    return _tokens(written)


def _tokens(written: str) -> tuple[Token, ...]:
    parts = tuple(part[:LONGEST] for part in PART.findall(written))
    digits = "".join(parts)
    if len(parts) == 1 or (SPACED.search(written) and not _is_phone(written, digits)):
        return tuple(map(_single, parts))
    tail = digits[-TAIL:] if digits.isdecimal() and TAIL <= len(digits) <= PHONE_DIGITS[-1] else ""
    return (Token(parts, _joined(written, parts), tail=tail),)


def _single(part: str) -> Token:
    tail = part[-TAIL:] if part.isdecimal() and TAIL < len(part) <= PHONE_DIGITS[-1] else ""
    return Token((part,), tail=tail)


def _is_phone(written: str, digits: str) -> bool:
    return len(digits) in PHONE_DIGITS and written.lstrip("(").startswith(("+", "0"))


def _joined(written: str, parts: tuple[str, ...]) -> tuple[str, ...]:
    """Return the token in one word, and so each of its parts that a hyphen divides."""
    if len(parts) > MOST_PARTS:
        return ()
    pieces = [written, *HYPHENATED.findall(written)]
    found = ("".join(PART.findall(piece))[:LONGEST] for piece in pieces)
    return tuple(dict.fromkeys(found))
