"""The stories: what customers have trouble with and how it goes on, read from ``stories/``, one file per language."""

import random
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

STORIES = Path(__file__).parent / "stories"
LANGUAGES = ("it", "en", "fr", "ro")
GAP = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing that somebody says or does: who or what, the words, and the paper that goes along."""

    kind: str
    text: str = ""
    paper: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the estimate that a story leads to."""

    description: str
    quantity: Decimal
    unit: str
    service: str


@dataclass(frozen=True, slots=True)
class Story:
    """A ticket's life with gaps in it, and the words that may fill them."""

    key: str
    language: str
    type: str
    about: str
    operation: str
    level: str
    severity: str
    subjects: tuple[str, ...]
    turns: tuple[Turn, ...]
    rows: tuple[Row, ...]
    words: Mapping[str, tuple[str, ...]]

    @property
    def leads_to_offer(self) -> bool:
        """Say whether it is about something that is estimated first."""
        return bool(self.rows)

    def subject_with(self, rng: random.Random) -> tuple[str, dict[str, str]]:
        """Return a subject with its gaps filled, and the words that filled them."""
        chosen = {name: rng.choice(choices) for name, choices in self.words.items()}
        return fill(rng.choice(self.subjects), chosen), chosen


def fill(text: str, words: Mapping[str, str]) -> str:
    """Put ``words`` into the gaps of ``text``."""
    return GAP.sub(lambda gap: words[gap[1]], text)


def read() -> list[Story]:
    """Return all stories."""
    return [story for language in LANGUAGES for story in _read(language)]


def _read(language: str) -> list[Story]:
    known = tomllib.loads((STORIES / f"{language}.toml").read_text())
    return [_story(f"{language}-{number}", language, one) for number, one in enumerate(known["story"])]


def _story(key: str, language: str, facts: Mapping[str, object]) -> Story:
    return Story(
        key=key,
        language=language,
        type=_word(facts, "type"),
        about=_word(facts, "about"),
        operation=_word(facts, "operation"),
        level=_word(facts, "level") or "33",
        severity=_word(facts, "severity"),
        subjects=_list(facts["subject"]),
        turns=tuple(Turn(*_list(turn)) for turn in _lists(facts, "turns")),
        rows=tuple(_row(*_list(row)) for row in _lists(facts, "rows")),
        words=_words(facts.get("words", {})),
    )


def _word(facts: Mapping[str, object], name: str) -> str:
    return str(facts.get(name, ""))


def _list(value: object) -> tuple[str, ...]:
    return tuple(str(one).strip() for one in value) if isinstance(value, list) else ()


def _lists(facts: Mapping[str, object], name: str) -> list[object]:
    found = facts.get(name, [])
    return found if isinstance(found, list) else []


def _words(value: object) -> dict[str, tuple[str, ...]]:
    return {str(name): _list(choices) for name, choices in value.items()} if isinstance(value, dict) else {}


def _row(description: str, quantity: str, unit: str, service: str) -> Row:
    return Row(description, Decimal(quantity), unit, service)
