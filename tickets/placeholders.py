"""Filling words into a text that administrators wrote: names are replaced, and nothing is ever run. Pure."""

import re
from collections.abc import Mapping

NAME = re.compile(r"\{\{\s*([^{}]{0,60}?)\s*\}\}")
NAMES = frozenset(
    "reference subject name company agent status solution link approve_link refuse_link days words".split()
)
SAMPLE: Mapping[str, str] = {
    "reference": "INT/2026/00042",
    "subject": "Printer",
    "name": "Ana Pop",
    "company": "Desk Ltd",
    "agent": "Bruno",
    "status": "Resolved",
    "solution": "A new drum.",
    "link": "https://desk.example/tickets/int-2026-00042/",
    "approve_link": "https://desk.example/solutions/…",
    "refuse_link": "https://desk.example/solutions/…",
    "days": "2",
    "words": "It smokes again.",
}


def unknown_names(text: str) -> set[str]:
    """Return what ``text`` names and nothing knows."""
    return {name for name in NAME.findall(text) if name not in NAMES}


def fill(text: str, facts: Mapping[str, str]) -> str:
    """Return ``text`` with each known name replaced by its fact; what a fact holds is not looked at again."""
    return NAME.sub(lambda found: facts.get(found[1], "") if found[1] in NAMES else "", text)
