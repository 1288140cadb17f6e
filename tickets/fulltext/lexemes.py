"""What a text is found by."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from helpdesk.enums import Language
from tickets.fulltext.stems import Unstemmed, all_stems, guess
from tickets.fulltext.tokens import Token, tokens

VERSION = 1  # of the rules in this package; a ticket of a lower one is indexed again
LONGEST_TEXT = 100_000  # letters; a tsvector may have a megabyte
MOST_STEMS = 5_000  # different words of a text that are found by their forms too
MOST_PLACES = 250  # of one word that are kept; PostgreSQL keeps 255
NUMBER, PHONE = "NO:", "TEL:"


@dataclass(frozen=True, slots=True)
class Lexemes:
    """A ``tsvector`` as PostgreSQL reads it, and the words to which it adds their stems."""

    vector: str
    unstemmed: list[Unstemmed]


def lexemes(prose: str, usual: Language, *, names: str = "", references: Iterable[str] = ()) -> Lexemes:
    """Return what ``prose`` is found by in its language, and ``names`` and ``references`` as they are written.

    The language is guessed; the ``usual`` one of whoever wrote it counts too. A reference is also found by its end.
    """
    places: dict[str, list[int]] = defaultdict(list)
    words = dict.fromkeys(_put(places, tokens(prose[:LONGEST_TEXT]), 1))
    for _name in _put(places, tokens(names), len(words) + 2):
        pass
    languages = {usual, guess(words, usual)}
    known, unknown = all_stems(islice(words, MOST_STEMS), languages)
    for lexeme in (*known, *numbers(references)):
        places.setdefault(lexeme, [])
    return Lexemes(" ".join(_written(lexeme, at) for lexeme, at in places.items()), unknown)


def _put(places: dict[str, list[int]], found: Iterable[Token], place: int) -> Iterator[str]:
    """Write the parts of each token with their places, and how else it is written without one; yield its words."""
    for token in found:
        for part in token.parts:
            places[part].append(place)
            place += 1
            yield part
        for other in (*others(token), *without_noughts(token)):
            places.setdefault(other, [])
        yield from token.joined


def others(token: Token) -> Iterator[str]:
    """Yield how else ``token`` is found: in one word, and by the end of a phone number."""
    yield from token.joined
    if token.tail:
        yield PHONE + token.tail


def without_noughts(token: Token) -> Iterator[str]:
    """Yield the numbers in ``token`` that begin with noughts, without them."""
    for part in token.parts:
        if part.startswith("0") and part.isdecimal():
            yield part.lstrip("0") or "0"


def numbers(references: Iterable[str]) -> Iterator[str]:
    """Yield what tells that a ticket itself has this number, and not only its words: 00501, 2026/00501, also 501."""
    for reference in references:
        parts = [part for token in tokens(reference) for part in token.parts]
        for start in range(len(parts)):
            yield NUMBER + "".join(parts[start:])
        yield from (NUMBER + number for number in without_noughts(Token(tuple(parts[-1:]))))


def _written(lexeme: str, at: list[int]) -> str:
    return f"'{lexeme}'" + (":" + ",".join(map(str, at[:MOST_PLACES])) if at else "")
