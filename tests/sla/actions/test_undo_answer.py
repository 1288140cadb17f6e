"""An answer taken back before it left: what it kept is owed again, as if it had never been said."""

import pytest

from sla import actions
from sla.enums import Kind, State
from tests.sla.stories import agree, all_facts, hour, hours, last, play, stand

pytestmark = pytest.mark.django_db


def undo(agreement, answered: float, now: float, following: float | None = None):
    next_at = None if following is None else hour(following)
    return actions.unanswer(agreement, answered_at=hour(answered), next_at=next_at, now=hour(now))


@pytest.mark.parametrize(
    ("story", "answered", "now", "due", "state"),
    [
        ("1 answer", 1, 1, 4, State.DUE),
        ("1 answer", 1, 2, 4, State.DUE),
        ("5 answer", 5, 6, 4, State.BREACHED),
        ("3 answer", 3, 5, 4, State.BREACHED),
        ("1 pause, 2 answer", 2, 3, 4, State.DUE),
        ("1 answer, 2 resolve", 1, 3, 4, State.CANCELLED),
        ("5 answer, 6 resolve", 5, 6, 4, State.PAUSED_AFTER_BREACH),
    ],
)
def test_a_response_runs_on_as_if_it_had_never_stopped(story, answered, now, due, state):
    agreement = play(agree(), story)

    undo(agreement, answered, now)

    assert hours(last(agreement, Kind.FIRST_RESPONSE).due_at) == due
    assert stand(agreement, Kind.FIRST_RESPONSE, now) is state


@pytest.mark.parametrize(
    ("story", "due", "state"),
    [
        ("1 answer, 2 pause", 4, State.PAUSED),
        ("1 pause, 2 answer", 5, State.PAUSED),
        ("1 pause, 2 resume, 3 answer", 5, State.DUE),
    ],
)
def test_on_hold_a_response_that_a_hold_stops_stands_still_again(story, due, state):
    agreement = play(agree(pauses_responses=True), story)

    undo(agreement, hours(agreement.answered_at), 4)

    assert hours(last(agreement, Kind.FIRST_RESPONSE).due_at) == due
    assert stand(agreement, Kind.FIRST_RESPONSE, 4) is state


@pytest.mark.parametrize(("answered", "following", "left"), [(1, None, None), (1, 3, 3), (2, None, 1), (2, 3, 1)])
def test_the_agreement_was_first_answered_by_what_is_left(answered, following, left):
    agreement = play(agree(), "1 answer")

    agreement = undo(agreement, answered, 4, following)

    assert agreement.answered_at == (None if left is None else hour(left))


@pytest.mark.parametrize(("following", "state"), [(3, State.MET), (4, State.MET), (5, State.MET_LATE)])
def test_another_answer_that_followed_keeps_it_instead(following, state):
    agreement = play(agree(), f"1 answer, {following} answer")

    undo(agreement, 1, 6, following)

    clock = last(agreement, Kind.FIRST_RESPONSE)
    assert (clock.met_at, stand(agreement, Kind.FIRST_RESPONSE, 6)) == (hour(following), state)


def test_what_the_customer_was_owed_for_writing_after_that_answer_ends():
    agreement = play(agree(), "1 answer, 2 ask")

    undo(agreement, 1, 3)

    assert stand(agreement, Kind.NEXT_RESPONSE, 3) is State.CANCELLED
    assert stand(agreement, Kind.FIRST_RESPONSE, 3) is State.DUE


def test_what_the_customer_was_owed_after_the_answer_that_followed_stays():
    agreement = play(agree(), "1 answer, 2 answer, 3 ask")

    undo(agreement, 1, 4, 2)

    assert stand(agreement, Kind.NEXT_RESPONSE, 4) is State.DUE
    assert hours(last(agreement, Kind.NEXT_RESPONSE).due_at) == 5


def test_a_next_response_runs_on_too():
    agreement = play(agree(), "1 answer, 2 ask, 3 answer")

    undo(agreement, 3, 3.5)

    assert stand(agreement, Kind.NEXT_RESPONSE, 3.5) is State.DUE
    assert hours(last(agreement, Kind.NEXT_RESPONSE).due_at) == 4
    assert stand(agreement, Kind.FIRST_RESPONSE, 3.5) is State.MET


@pytest.mark.parametrize("story", ["", "1 answer", "2 answer, 3 resolve"])
def test_an_answer_that_kept_nothing_leaves_all_as_it_is(story):
    agreement = play(agree(), story)
    before = all_facts(agreement)

    undo(agreement, 5, 6)

    assert all_facts(agreement) == before


def test_taking_back_twice_has_no_further_effect():
    agreement = play(agree(), "1 answer, 2 ask")
    undo(agreement, 1, 3)
    once = all_facts(agreement)

    undo(agreement, 1, 3)

    assert all_facts(agreement) == once


def test_the_resolution_is_not_touched():
    agreement = play(agree(), "1 answer, 2 pause, 3 resume")
    before = last(agreement, Kind.RESOLUTION).due_at

    undo(agreement, 1, 4)

    assert last(agreement, Kind.RESOLUTION).due_at == before


def test_answered_again_it_is_kept_as_if_nothing_had_been():
    plain, undone = agree(), play(agree(), "1 answer")
    undo(undone, 1, 2)

    for agreement in (plain, undone):
        play(agreement, "3 answer")

    told = [
        (clock.due_at, clock.met_at, clock.used_seconds)
        for clock in (last(agreement, Kind.FIRST_RESPONSE) for agreement in (plain, undone))
    ]
    assert told[0] == told[1]
