"""What Romanian words have in common whatever their article, case and number; the library's stemmer misses many."""

import re
from functools import lru_cache

SHORTEST = 3
ENDINGS = (
    "eurilor eurile eului euri eul urilor urile uri elelor elele elei eaua eaza eze este esc ului elor ilor ile ele "
    "lui lor iei ul ei ea le ua ii ie ia io a e i o u l"
).split()
ENDING = re.compile("(?:" + "|".join(sorted(ENDINGS, key=len, reverse=True)) + ")$")
ALTERNATIONS = [
    (re.compile(r"oa([^aeiou]+)$"), r"o\1"),  # telefoane, telefon
    (re.compile(r"ea([^aeiou]+)$"), r"e\1"),  # seara, seri
    (re.compile(r"([cg])h$"), r"\1"),  # blocheaza, blocat
]


@lru_cache(maxsize=10_000)
def root(word: str) -> str:
    """Return a folded ``word`` without its ending: the same for conturile and contului."""
    found = ENDING.sub("", word).rstrip("i")
    if len(found) < SHORTEST:
        return word
    for pattern, plain in ALTERNATIONS:
        found = pattern.sub(plain, found)
    return found
