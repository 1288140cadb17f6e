"""At which moments the turns of a story happen. Knows neither the database nor the web."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from demo import office
from demo.plans import Ending, Plan
from demo.ticket_texts import Turn

# Minutes of work until somebody gets to it, from and to; seldom they are far behind.
PACE = {
    "take": (4, 40),
    "customer": (25, 420),
    "agent": (12, 120),
    "note": (5, 25),
    "secret": (2, 9),
    "work": (15, 70),
    "solution": (5, 50),
    "hold": (4, 15),
    "estimate": (30, 120),
    "accept": (0, 0),
    "close": (180, 900),
}
BEHIND = 0.05
BY_HAND = 0.45
LONG_AGO = timedelta(days=75)
BEHIND_PACE = (200, 620)
TAKE = Turn("take")
HOLD = {
    "it": "In attesa del fornitore",
    "fr": "En attente du fournisseur",
    "ro": "Așteptăm furnizorul",
    "en": "Waiting for the supplier",
}


def timed(plan: Plan, end: datetime, rng: random.Random) -> Plan:
    """Return ``plan`` with its turns and their moments, cut where its ending wants it."""
    turns = cut(plan, rng)
    if end - plan.opened > LONG_AGO:
        turns = brief(turns)
    gaps = [_gap(turn, rng) for turn in turns[1:]]
    opened = plan.opened
    if plan.ending not in (Ending.NEW, Ending.TAKEN, Ending.CLOSED, Ending.ESTIMATED):
        opened = office.earlier(plan.opened, sum(gaps))
    moments = [opened]
    for gap in gaps:
        moments.append(_after(moments[-1], gap, rng))
    if plan.ending == Ending.TAKEN and moments[-1] > end:
        moments[-1] = end - timedelta(minutes=3)
    return replace(plan, opened=opened, turns=tuple(zip(moments, turns, strict=True)))


def _gap(turn: Turn, rng: random.Random) -> float:
    if turn.kind in ("agent", "take") and rng.random() < BEHIND:
        return rng.uniform(*BEHIND_PACE)
    return rng.uniform(*PACE[turn.kind])


def _after(moment: datetime, gap: float, rng: random.Random) -> datetime:
    return office.later(moment, gap) + timedelta(seconds=rng.randrange(50))


def cut(plan: Plan, rng: random.Random) -> list[Turn]:
    """Return the turns that happen until the ending of ``plan``."""
    first, *rest = plan.story.turns
    turns = [first, TAKE, *rest]
    if plan.ending in (Ending.RESOLVED, Ending.CLOSED):
        return turns + [Turn("close")] * _is_closed_by_hand(plan, rng)
    length = _length(turns, plan.ending, rng)
    return turns[:length] + [Turn("hold", HOLD[plan.story.language])] * (plan.ending == Ending.ON_HOLD)


def brief(turns: Sequence[Turn]) -> list[Turn]:
    """Return ``turns`` as a short exchange: of what was said, only the first word and the last one of each side."""
    said = [turn for turn in turns if turn.kind in ("customer", "agent")]
    kept = {id(turn) for kind in ("customer", "agent") for turn in _ends(said, kind)}
    return [turn for turn in turns if turn not in said or id(turn) in kept]


def _ends(said: Sequence[Turn], kind: str) -> list[Turn]:
    """Return the first and the last of ``kind``; an agent's last only when nobody speaks after them."""
    own = [turn for turn in said if turn.kind == kind]
    return own[:1] if kind == "agent" and said[-1].kind == "customer" else [*own[:1], *own[-1:]]


def _is_closed_by_hand(plan: Plan, rng: random.Random) -> bool:
    """Say whether an agent closes it; the desk itself closes those whose customer says no more after our last word."""
    last = next(turn.kind for turn in reversed(plan.story.turns) if turn.kind in ("customer", "agent"))
    return plan.ending == Ending.CLOSED and (last == "customer" or plan.story.type == "prj" or rng.random() < BY_HAND)


def _length(turns: Sequence[Turn], ending: Ending, rng: random.Random) -> int:
    """Return how many turns lie behind a ticket that goes on."""
    fixed = {Ending.NEW: 1, Ending.TAKEN: 2}
    last = {Ending.OPEN: "customer", Ending.ESTIMATED: "estimate"}
    return fixed.get(ending) or _end_of(turns, last.get(ending, "agent"), rng)


def _end_of(turns: Sequence[Turn], kind: str, rng: random.Random) -> int:
    """Return a length after which the last turn is one of ``kind``; without one, somebody has just taken it."""
    lengths = [place + 1 for place, turn in enumerate(turns) if turn.kind == kind and place > 1]
    return rng.choice(lengths) if lengths else 2


def follow(turns: Sequence[Turn], begin: datetime, rng: random.Random) -> list[tuple[datetime, Turn]]:
    """Return ``turns`` with their moments, at the slower pace of a project."""
    moment, found = begin, []
    for turn in turns:
        moment = _after(moment, 4 * _gap(turn, rng), rng)
        found.append((moment, turn))
    return found
