"""What the forms of a word have in common: by our own rules and lists here, by PostgreSQL's stemmers where those end."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache

from helpdesk.enums import Language
from tickets.fulltext.irregular import IRREGULAR
from tickets.fulltext.romanian import root
from tickets.fulltext.stopwords import STOP_WORDS

SHORTEST = 3
DICTIONARIES = {
    Language.EN: "english_stem",
    Language.FR: "french_stem",
    Language.IT: "italian_stem",
    Language.RO: "romanian_stem",
}
FRENCH_PARTICIPLE = re.compile(r"(?<=..e)es?$")  # bloquée and bloqué, both folded


@dataclass(frozen=True, slots=True)
class Unstemmed:
    """A word that a dictionary of PostgreSQL is to be asked for; its stem is kept behind ``mark``."""

    mark: str
    dictionary: str
    word: str


def guess(words: Iterable[str], usual: Language) -> Language:
    """Return the language whose stop words are the most among ``words``; where none leads, the ``usual`` one."""
    held = list(words)
    counts = {language: sum(word in stops for word in held) for language, stops in STOP_WORDS.items()}
    return max(counts, key=lambda language: (counts[language], language == usual))


@lru_cache(maxsize=10_000)
def stems(word: str, language: Language) -> tuple[tuple[str, ...], tuple[Unstemmed, ...]]:
    """Return the marked stems of ``word`` that are known, and what PostgreSQL is to be asked for."""
    mark = f"{language.upper()}:"
    if len(word) < SHORTEST or word.isdecimal() or word in STOP_WORDS[language]:
        return (), ()
    if word in IRREGULAR[language]:
        return (mark + IRREGULAR[language][word],), ()
    if language == Language.FR:
        word = FRENCH_PARTICIPLE.sub("", word)
    known = (mark + root(word),) if language == Language.RO else ()
    return known, (Unstemmed(mark, DICTIONARIES[language], word),)


def all_stems(words: Iterable[str], languages: Collection[Language]) -> tuple[list[str], list[Unstemmed]]:
    """Return the same for several words, in each of ``languages``."""
    known: list[str] = []
    unknown: list[Unstemmed] = []
    for word in words:
        for language in languages:
            found, asked = stems(word, language)
            known += found
            unknown += asked
    return known, unknown
