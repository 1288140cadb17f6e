"""Which policy applies to a conversation: conditions as data, the most specific first. Pure.

The upper app states facts: for each field the values that hold, with how far each is away: a group of the client is 0
away, the group that it is part of 1. What the values stand for is the upper app's affair.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, Self, TypedDict

from sla.enums import Field

Facts = Mapping[Field, Mapping[str, int]]
# The first of these that a policy asks for decides how specific it is.
NAMED = (Field.CONTRACT, Field.COMPANY, Field.COMPANY_GROUP)


class ConditionData(TypedDict):
    """A condition as plain data."""

    field: str
    values: list[str]


class Condition(NamedTuple):
    """One question: whether one of ``values`` is among what holds for ``field``."""

    field: Field
    values: frozenset[str]

    def distance(self, facts: Facts) -> int | None:
        """Return how far away the nearest value that holds is; None when none holds."""
        held = facts.get(self.field, {})
        return min((held[value] for value in self.values if value in held), default=None)

    @classmethod
    def from_data(cls, data: ConditionData) -> Self:
        """Read a condition as it is kept."""
        return cls(Field(data["field"]), frozenset(data["values"]))


@dataclass(frozen=True)
class Candidate:
    """A policy as far as choosing goes."""

    key: int
    position: int
    is_default: bool = False
    conditions: tuple[Condition, ...] = ()
    valid_from: date | None = None
    valid_until: date | None = None

    def is_valid(self, day: date) -> bool:
        """Tell whether the policy applies to what comes in on ``day``; both ends are included."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day <= self.valid_until
        )

    def rank(self, facts: Facts) -> tuple[int, int, int, int] | None:
        """Return where the policy stands among those that match, the lowest first; None when it does not match.

        Without conditions only the default matches: a policy that lost its place as default does not catch everything.
        """
        if not self.conditions:
            return (len(NAMED) + 1, 0, self.position, self.key) if self.is_default else None
        distances = [condition.distance(facts) for condition in self.conditions]
        if None in distances:
            return None
        asked = {condition.field: distance or 0 for condition, distance in zip(self.conditions, distances, strict=True)}
        for place, field in enumerate(NAMED):
            if field in asked:
                return place, asked[field], self.position, self.key
        return len(NAMED), 0, self.position, self.key


def choose(candidates: Iterable[Candidate], facts: Facts, day: date) -> int | None:
    """Return the key of the policy that applies on ``day``, if any.

    Contract goes before client before the client's nearest group before other conditions before the default; the
    position breaks ties.
    """
    ranked = [(rank, one.key) for one in candidates if one.is_valid(day) and (rank := one.rank(facts)) is not None]
    return min(ranked)[1] if ranked else None


def needs_facts(candidates: Sequence[Candidate]) -> bool:
    """Tell whether any policy asks for anything, so that facts are worth gathering."""
    return any(one.conditions for one in candidates)
