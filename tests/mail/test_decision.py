"""What the journal keeps of a decision."""

from dataclasses import fields

import pytest

from mail.decision import Decision, added, read_back, stored

WHOLE = Decision(
    oversize=99,
    auto_reasons=("list-id",),
    warnings=("signed", "clock_off"),
    ignored="bounce",
    duplicate_of=7,
    bounced="<1@x>",
    recipient="ana@x.example",
    why="550",
    kind="hard",
    quarantined="No room",
    reason="An advertisement",
    by="eva@x.example",
    retried_by="ada@x.example",
    forced=True,
    matched_by="token",
    role="agent",
    trust="passed",
    verdict="answer",
    clash="INT/1",
    linked_to="INT/2",
    opened="INT/3",
    attached_to="INT/4",
    also_sent_to="INT/5",
    by_hand="ana@x.example",
    flood=True,
)


def test_what_is_stored_is_read_back_whole():
    assert read_back(stored(WHOLE)) == WHOLE


def test_every_name_is_stored_but_that_of_the_column():
    assert {field.name for field in fields(Decision)} - set(stored(WHOLE)) == {"thread_id"}


def test_nothing_is_stored_of_what_says_nothing():
    assert stored(Decision(thread_id=3)) == {}


@pytest.mark.parametrize("told", [{}, {"of_another_version": 1}])
def test_names_that_are_not_known_are_passed_over(told):
    assert read_back(told) == Decision()


def test_a_later_decision_leaves_what_it_does_not_mention():
    earlier = Decision(oversize=99, ignored="duplicate", matched_by="our_id")

    assert added(earlier, Decision(matched_by="token")) == Decision(
        oversize=99, ignored="duplicate", matched_by="token"
    )
