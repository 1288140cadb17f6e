"""What is wrong with a policy."""

import pytest

from sla.calendar import Target, Unit
from sla.enums import Kind
from sla.policy_checks import contradictions, unpromised

HIGH = "High: the first response may take longer than the resolution."


def targets(response: Target, resolution: Target) -> dict[tuple[str, Kind], Target]:
    return {("High", Kind.FIRST_RESPONSE): response, ("High", Kind.RESOLUTION): resolution}


@pytest.mark.parametrize(
    ("response", "resolution", "found"),
    [
        (Target(60, Unit.MINUTE), Target(60, Unit.MINUTE), []),
        (Target(61, Unit.MINUTE), Target(60, Unit.MINUTE), [HIGH]),
        (Target(61, Unit.MINUTE), Target(1, Unit.HOUR), [HIGH]),
        (Target(60, Unit.MINUTE), Target(1, Unit.HOUR), []),
        (Target(2, Unit.HOUR), Target(119, Unit.MINUTE), [HIGH]),
        (Target(2, Unit.HOUR), Target(120, Unit.MINUTE), []),
        (Target(2, Unit.DAY), Target(1, Unit.DAY), [HIGH]),
        (Target(1, Unit.DAY), Target(1, Unit.DAY), []),
        (Target(2, Unit.MONTH), Target(1, Unit.MONTH), [HIGH]),
        (Target(1, Unit.END_OF_DAY), Target(0, Unit.END_OF_DAY), [HIGH]),
        (Target(100, Unit.HOUR), Target(1, Unit.DAY), []),
        (Target(9, Unit.DAY), Target(1, Unit.MONTH), []),
        (Target(9, Unit.DAY), Target(1, Unit.END_OF_DAY), []),
    ],
)
def test_a_response_longer_than_the_resolution_is_found_where_both_can_be_compared(response, resolution, found):
    assert contradictions(targets(response, resolution)) == found


@pytest.mark.parametrize("kind", [Kind.NEXT_RESPONSE, Kind.RESOLUTION])
def test_only_the_first_response_is_held_against_the_resolution(kind):
    cells = {("High", kind): Target(9, Unit.HOUR), ("High", Kind.RESOLUTION): Target(9, Unit.HOUR)}

    assert contradictions(cells) == []


def test_each_priority_is_compared_with_itself():
    cells = {
        ("High", Kind.FIRST_RESPONSE): Target(9, Unit.HOUR),
        ("Low", Kind.RESOLUTION): Target(1, Unit.HOUR),
        ("Low", Kind.FIRST_RESPONSE): Target(2, Unit.HOUR),
    }

    assert contradictions(cells) == [HIGH.replace("High", "Low")]


@pytest.mark.parametrize(
    ("cells", "missing"),
    [
        ({}, ["High", "Low"]),
        ({("High", Kind.RESOLUTION): Target(1, Unit.HOUR)}, ["Low"]),
        ({("Low", Kind.NEXT_RESPONSE): Target(1, Unit.HOUR)}, ["High"]),
        ({(name, Kind.RESOLUTION): Target(1, Unit.HOUR) for name in ("High", "Low")}, []),
    ],
)
def test_priorities_that_are_promised_nothing_are_named_in_order(cells, missing):
    assert unpromised(cells, ["High", "Low"]) == missing
