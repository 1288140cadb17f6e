"""The runner of vectors: what it expects, what it cannot play, and that it leaves nothing behind."""

from datetime import UTC, datetime, timedelta

import pytest

from sla.conformance import AREAS, run
from sla.conformance.outcomes import expected_of
from sla.management.commands.conformance import all_areas, play
from sla.measures import Message, average_response, waiting_for_the_customer
from sla.models import Agreement, Calendar, Policy

FIRST = {
    "id": "one",
    "kind": "first_response_time",
    "calendar": {"hours": {"mon": [["10:00", "18:00"]]}, "holidays": []},
    "created": "2025-08-04T09:00:00",
    "first_response": "2025-08-04T11:00:00",
    "expect": {"first_response_time": 1.0},
    "recommended": {"first_response_time": 3600},
}


def test_an_area_that_is_not_built_is_neither_right_nor_wrong():
    outcome = run({"id": "one", "area": "survey", "then": {}}, AREAS)

    assert outcome.as_data() == {
        "id": "one",
        "ok": None,
        "expected": {},
        "got": None,
        "reason": "“survey” is not built yet.",
    }


def test_a_vector_that_lacks_something_says_what():
    outcome = run({"id": "one", "area": "calendar.compute_end", "given": {}, "when": {}, "then": {"end": None}}, AREAS)

    assert (outcome.ok, outcome.reason) == (None, "The vector says nothing of 'start'.")


def test_better_values_and_recommended_ones_win():
    history = {
        "expect": [{"after": 1, "held": 5, "status": "Open"}, {"after": 2, "held": 5}],
        "recommended": [{"after": 1, "held": 0}],
    }

    assert expected_of({"then": {"late": False}, "better": {"late": True, "rule": "why"}}) == {"late": True}
    assert expected_of(history) == [{"after": 1, "status": "Open", "held": 0}]


@pytest.mark.django_db
def test_a_vector_leaves_nothing_behind():
    before = [model.objects.count() for model in (Agreement, Calendar, Policy)]

    outcome = play(FIRST, all_areas())

    assert outcome.ok is True
    assert [model.objects.count() for model in (Agreement, Calendar, Policy)] == before


def test_both_sides_of_a_conversation_are_measured():
    turns = [(0, False), (15, True), (60, False), (65, True)]
    start = datetime(2020, 3, 4, 4, tzinfo=UTC)
    messages = [Message(start + timedelta(minutes=minutes), is_ours) for minutes, is_ours in turns]

    assert average_response(messages) == timedelta(minutes=10)
    assert waiting_for_the_customer(messages) == timedelta(minutes=45)
    assert average_response([]) is None
