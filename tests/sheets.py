"""Reading a PDF: which words stand where on its sheets."""

import re
import subprocess
from typing import NamedTuple

import pytest

MARGIN = 18 / 25.4 * 72  # of every document, in points
SHEET = 595.3  # the width of A4
WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="[\d.]+">(.*?)</word>')


class Word(NamedTuple):
    """A word and where it begins, stands and ends."""

    left: float
    top: float
    right: float
    text: str


def words_of(pdf: bytes) -> list[Word]:
    """Return the words of a document; a word that is broken is several."""
    try:
        done = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=pdf, capture_output=True, check=True)
    except FileNotFoundError:
        pytest.skip("pdftotext is not here")
    found = WORD.findall(done.stdout.decode())
    return [Word(float(left), float(top), float(right), text) for left, top, right, text in found]


def beyond(pdf: bytes) -> list[str]:
    """Return the words that reach into the margins of their sheet."""
    within = range(int(MARGIN), int(SHEET - MARGIN) + 2)
    return [word.text for word in words_of(pdf) if int(word.left) not in within or int(word.right) not in within]


def row_of(pdf: bytes, text: str) -> list[str]:
    """Return the words from ``text`` on to the right of its sheet, at its height."""
    first = next(word for word in words_of(pdf) if word.text == text)
    level = [word for word in words_of(pdf) if abs(word.top - first.top) < 1 and word.left >= first.left]
    return [word.text for word in sorted(level, key=lambda word: word.left)]


def places_of(pdf: bytes, *texts: str) -> list[float]:
    """Return how far down their sheet these words stand, each the first of its kind."""
    tops = {word.text: word.top for word in reversed(words_of(pdf))}
    return [tops[text] for text in texts]
