"""Which policy applies."""

from datetime import date

import pytest

from sla.conditions import Candidate, Condition, choose, needs_facts
from sla.enums import Field

DAY = date(2026, 3, 2)
DEFAULT = Candidate(9, 0, is_default=True)
FACTS = {
    Field.CONTRACT: {"C-1": 0},
    Field.COMPANY: {"5": 0},
    Field.COMPANY_GROUP: {"branch": 0, "holding": 1},
    Field.TYPE: {"2": 0},
    Field.PRIORITY: {"4": 0},
}


def one(key: int, position: int = 0, **asked: str) -> Candidate:
    conditions = tuple(Condition(Field(field), frozenset(values.split())) for field, values in asked.items())
    return Candidate(key, position, conditions=conditions)


@pytest.mark.parametrize(
    ("winner", "loser"),
    [
        (one(1, contract="C-1"), one(2, company="5")),
        (one(1, company="5"), one(2, company_group="branch")),
        (one(1, company_group="branch"), one(2, company_group="holding")),
        (one(1, company_group="holding"), one(2, type="2", priority="4")),
        (one(1, type="2"), DEFAULT),
        (one(1, company="5 6", priority="4"), one(2, type="2")),
    ],
    ids=["contract", "client", "nearest group", "farther group", "conditions", "several values"],
)
def test_the_most_specific_policy_wins_whatever_its_position(winner, loser):
    low = Candidate(winner.key, 99, winner.is_default, winner.conditions)

    assert choose([loser, low], FACTS, DAY) == low.key


def test_the_position_breaks_ties_and_then_the_age():
    assert choose([one(1, 2, type="2"), one(2, 1, priority="4")], FACTS, DAY) == 2
    assert choose([one(2, 1, type="2"), one(1, 1, priority="4")], FACTS, DAY) == 1


@pytest.mark.parametrize("asked", [{"company": "6"}, {"company": "5", "type": "3"}, {"source": "mail"}])
def test_every_condition_must_hold(asked):
    assert choose([one(1, **asked), DEFAULT], FACTS, DAY) == 9


def test_a_policy_without_conditions_that_is_no_default_catches_nothing():
    assert choose([one(1)], FACTS, DAY) is None


@pytest.mark.parametrize(("day", "chosen"), [(1, 9), (2, 1), (5, 1), (6, 9)])
def test_a_policy_applies_from_its_first_day_to_its_last(day, chosen):
    conditions = one(1, type="2").conditions
    dated = Candidate(1, 0, False, conditions, date(2026, 3, 2), date(2026, 3, 5))

    assert choose([dated, DEFAULT], FACTS, date(2026, 3, day)) == chosen


def test_facts_are_needed_only_where_something_is_asked():
    assert not needs_facts([DEFAULT])
    assert needs_facts([DEFAULT, one(1, type="2")])
