"""What happens in a conversation, step by step, and how its clocks stand then: tables of stories."""

from itertools import product

import pytest

from sla import actions
from sla.enums import Kind, PauseKind, State, StatusMeaning
from sla.states import Pause
from tests.sla.stories import agree, hour, hours, last, play, stand

pytestmark = pytest.mark.django_db
A_DAY_ON = 24


@pytest.mark.parametrize(
    ("story", "due", "state"),
    [
        ("", 6, State.BREACHED),
        ("1 pause", 6, State.PAUSED),
        ("6 pause", 6, State.PAUSED),
        ("7 pause", 6, State.PAUSED_AFTER_BREACH),
        ("1 pause, 1 resume", 6, State.BREACHED),
        ("1 pause, 3 resume", 8, State.BREACHED),
        ("1 pause, 30 resume", 35, State.DUE),
        ("1 pause, 2 pause, 3 resume", 8, State.BREACHED),
        ("1 pause, 2 resume, 3 resume", 7, State.BREACHED),
        ("1 pause, 2 resume, 3 pause, 5 resume", 9, State.BREACHED),
        ("1 pause, 2 resume, 3 pause", 7, State.PAUSED),
        ("7 pause, 9 resume", 8, State.BREACHED),
        ("2 answer", 6, State.BREACHED),
        ("1 pause, 2 answer, 3 resume", 8, State.BREACHED),
        ("1 ask", 6, State.BREACHED),
        ("2 reset", 8, State.BREACHED),
        ("1 pause, 2 reset", 8, State.PAUSED),
        ("1 pause, 2 reset, 3 resume", 9, State.BREACHED),
        ("1 pause, 2 resume, 2 reset", 8, State.BREACHED),
    ],
)
def test_a_hold_moves_the_resolution_by_what_it_lasted(story, due, state):
    agreement = play(agree(), story)

    assert hours(last(agreement, Kind.RESOLUTION).due_at) == due
    assert stand(agreement, Kind.RESOLUTION, A_DAY_ON) is state


@pytest.mark.parametrize(
    ("story", "due", "state"),
    [
        ("5 resolve", 6, State.MET),
        ("6 resolve", 6, State.MET),
        ("7 resolve", 6, State.MET_LATE),
        ("5 resolve, 7 resolve", 6, State.MET),
        ("1 pause, 3 resolve", 8, State.MET),
        ("5 pause, 10 resolve", 11, State.MET),
        ("7 pause, 8 resolve", 7, State.MET_LATE),
        ("2 resolve, 2 reopen", 6, State.BREACHED),
        ("2 resolve, 4 reopen", 8, State.BREACHED),
        ("2 resolve, 40 reopen", 44, State.DUE),
        ("2 resolve, 3 pause, 4 reopen", 8, State.BREACHED),
        ("2 resolve, 3 resume, 4 reopen", 8, State.BREACHED),
        ("2 resolve, 4 reopen, 5 resolve", 8, State.MET),
        ("2 resolve, 4 reopen, 8 resolve", 8, State.MET),
        ("2 resolve, 4 reopen, 9 resolve", 8, State.MET_LATE),
        ("2 resolve, 4 reopen, 5 pause", 8, State.PAUSED),
        ("2 resolve, 3 reopen, 4 resolve, 5 reopen", 8, State.BREACHED),
        ("7 resolve, 9 reopen", 8, State.BREACHED),
        ("7 resolve, 9 reopen, 9 resolve", 8, State.MET_LATE),
        ("1 pause, 2 resolve, 4 reopen", 9, State.BREACHED),
        ("2 reopen", 6, State.BREACHED),
        ("1 cancel", 6, State.CANCELLED),
        ("7 cancel", 6, State.CANCELLED),
        ("1 pause, 2 cancel", 6, State.CANCELLED),
        ("2 resolve, 3 cancel", 6, State.MET),
        ("1 cancel, 2 resolve, 3 reopen", 6, State.CANCELLED),
    ],
)
def test_the_time_resolved_counts_like_a_hold_once_it_is_reopened(story, due, state):
    agreement = play(agree(), story)

    assert hours(last(agreement, Kind.RESOLUTION).due_at) == due
    assert stand(agreement, Kind.RESOLUTION, A_DAY_ON) is state


@pytest.mark.parametrize(
    ("story", "due", "state"),
    [
        ("1 pause, 3 resume", 4, State.BREACHED),
        ("2 answer", 4, State.MET),
        ("4 answer", 4, State.MET),
        ("5 answer", 4, State.MET_LATE),
        ("2 answer, 5 answer", 4, State.MET),
        ("1 pause, 5 answer", 4, State.MET_LATE),
        ("2 resolve", 4, State.CANCELLED),
        ("4 resolve", 4, State.CANCELLED),
        ("5 resolve", 4, State.PAUSED_AFTER_BREACH),
        ("2 resolve, 3 answer", 5, State.MET),
        ("5 resolve, 7 answer", 6, State.MET_LATE),
        ("2 resolve, 3 reopen", 5, State.BREACHED),
        ("5 resolve, 6 reopen", 5, State.BREACHED),
        ("2 answer, 3 resolve, 4 reopen", 4, State.MET),
        ("2 resolve, 3 reopen, 4 answer", 5, State.MET),
        ("2 resolve, 3 reopen, 4 resolve", 5, State.CANCELLED),
        ("2 resolve, 3 reopen, 4 resolve, 6 reopen", 7, State.BREACHED),
        ("1 reset, 1 resolve, 1 answer", 5, State.MET),
        ("1 reset, 1 resolve, 2 reopen", 6, State.BREACHED),
        ("1 cancel, 2 answer", 4, State.CANCELLED),
    ],
)
def test_the_first_response_runs_through_holds_and_is_let_off_when_nobody_waits_for_it(story, due, state):
    agreement = play(agree(), story)

    assert hours(last(agreement, Kind.FIRST_RESPONSE).due_at) == due
    assert stand(agreement, Kind.FIRST_RESPONSE, A_DAY_ON) is state


@pytest.mark.parametrize(
    ("story", "due", "state"),
    [
        ("1 pause", 4, State.PAUSED),
        ("1 pause, 3 resume", 6, State.BREACHED),
        ("5 pause, 6 resume", 5, State.BREACHED),
        ("1 pause, 3 answer", 6, State.MET),
        ("1 pause, 9 answer", 12, State.MET),
        ("1 pause, 2 resolve", 4, State.CANCELLED),
        ("1 pause, 2 resolve, 3 reopen", 6, State.BREACHED),
        ("1 pause, 2 answer, 3 resume", 5, State.MET),
    ],
)
def test_a_hold_stops_the_first_response_too_where_the_policy_says_so(story, due, state):
    agreement = play(agree(pauses_responses=True), story)

    assert hours(last(agreement, Kind.FIRST_RESPONSE).due_at) == due
    assert stand(agreement, Kind.FIRST_RESPONSE, A_DAY_ON) is state


@pytest.mark.parametrize(
    ("story", "due", "state"),
    [
        ("1 answer, 2 ask", 4, State.BREACHED),
        ("1 answer, 2 ask, 3 ask", 4, State.BREACHED),
        ("1 answer, 2 ask, 3 answer", 4, State.MET),
        ("1 answer, 2 ask, 4 answer", 4, State.MET),
        ("1 answer, 2 ask, 5 answer", 4, State.MET_LATE),
        ("1 answer, 2 ask, 3 answer, 4 ask", 6, State.BREACHED),
        ("1 answer, 2 ask, 3 answer, 4 ask, 5 answer", 6, State.MET),
        ("1 answer, 2 ask, 3 resolve", 4, State.CANCELLED),
        ("1 answer, 2 ask, 5 resolve", 4, State.PAUSED_AFTER_BREACH),
        ("1 answer, 2 ask, 3 resolve, 4 reopen", 5, State.BREACHED),
        ("1 answer, 2 ask, 3 pause, 5 resume", 4, State.BREACHED),
        ("1 answer, 2 pause, 3 ask", 5, State.BREACHED),
        ("1 answer, 2 ask, 3 reset", 5, State.BREACHED),
        ("1 answer, 2 resolve, 3 reopen, 3 ask", 5, State.BREACHED),
    ],
)
def test_a_next_response_is_owed_from_the_first_question_after_an_answer(story, due, state):
    agreement = play(agree(), story)

    assert hours(last(agreement, Kind.NEXT_RESPONSE).due_at) == due
    assert stand(agreement, Kind.NEXT_RESPONSE, A_DAY_ON) is state


@pytest.mark.parametrize("story", ["", "1 ask", "1 answer", "1 resolve, 2 ask", "1 answer, 2 resolve, 3 ask"])
def test_no_next_response_is_owed_before_an_answer_or_after_the_solution(story):
    agreement = play(agree(), story)

    assert last(agreement, Kind.NEXT_RESPONSE) is None


def test_no_next_response_is_owed_where_none_is_promised():
    agreement = play(agree(first_response=240), "1 answer, 2 ask")

    assert [clock.kind for clock in agreement.clocks.all()] == [Kind.FIRST_RESPONSE]


OUTCOMES = {
    (StatusMeaning.RUNNING, StatusMeaning.RUNNING): (State.DUE, 6),
    (StatusMeaning.RUNNING, StatusMeaning.PAUSED): (State.PAUSED, 6),
    (StatusMeaning.RUNNING, StatusMeaning.FULFILLED): (State.MET, 6),
    (StatusMeaning.PAUSED, StatusMeaning.RUNNING): (State.DUE, 8),
    (StatusMeaning.PAUSED, StatusMeaning.PAUSED): (State.PAUSED, 6),
    (StatusMeaning.PAUSED, StatusMeaning.FULFILLED): (State.MET, 8),
    (StatusMeaning.FULFILLED, StatusMeaning.RUNNING): (State.DUE, 8),
    (StatusMeaning.FULFILLED, StatusMeaning.PAUSED): (State.PAUSED, 8),
    (StatusMeaning.FULFILLED, StatusMeaning.FULFILLED): (State.MET, 6),
}


@pytest.mark.parametrize(("before", "after"), list(product(StatusMeaning, StatusMeaning)))
def test_every_change_of_status_brings_the_resolution_to_what_it_means(before, after):
    agreement = agree()

    actions.status_changed(agreement, before, now=hour(1))
    actions.status_changed(agreement, after, now=hour(3))

    due = hours(last(agreement, Kind.RESOLUTION).due_at)
    assert (stand(agreement, Kind.RESOLUTION, 3), due) == OUTCOMES[before, after]


@pytest.mark.parametrize(
    ("story", "answered", "held", "resolved"),
    [
        ("1 answer, 2 answer", 1, None, None),
        ("1 pause, 2 pause", None, 1, None),
        ("1 pause, 2 resume", None, None, None),
        ("1 pause, 2 resolve", None, None, 2),
        ("1 resolve, 2 resolve", None, None, 1),
        ("1 resolve, 2 pause", None, None, 1),
        ("1 answer, 2 resolve, 3 reopen", 1, None, None),
        ("1 resolve, 2 reopen, 3 pause", None, 3, None),
        ("1 resolve, 2 answer", 2, None, 1),
    ],
)
def test_an_agreement_remembers_what_happened_first(story, answered, held, resolved):
    agreement = play(agree(), story)

    found = [at and hours(at) for at in (agreement.answered_at, agreement.held_at, agreement.resolved_at)]
    assert found == [answered, held, resolved]


@pytest.mark.parametrize(
    ("story", "standstills"),
    [
        ("1 pause", []),
        ("1 pause, 1 resume", []),
        ("1 pause, 2 resume", [(PauseKind.HOLD, 1, 2)]),
        ("1 pause, 3 resolve", [(PauseKind.HOLD, 1, 3)]),
        ("1 resolve, 3 reopen", [(PauseKind.RESOLVED, 1, 3)]),
        ("1 pause, 2 resolve, 4 reopen", [(PauseKind.HOLD, 1, 2), (PauseKind.RESOLVED, 2, 4)]),
        ("1 resolve, 1 reopen", []),
    ],
)
def test_a_stretch_that_is_over_is_remembered_for_clocks_that_are_owed_later(story, standstills):
    agreement = play(agree(), story)

    rows = [(row.kind, hours(row.began), hours(row.ended)) for row in agreement.standstills.all()]
    assert rows == standstills


@pytest.mark.parametrize(
    ("kind", "is_pausable", "found"),
    [
        (Kind.RESOLUTION, True, [(PauseKind.HOLD, 2, 3), (PauseKind.RESOLVED, 4, 5)]),
        (Kind.RESOLUTION, False, [(PauseKind.RESOLVED, 4, 5)]),
        (Kind.FIRST_RESPONSE, True, [(PauseKind.HOLD, 2, 3)]),
        (Kind.FIRST_RESPONSE, False, []),
    ],
)
def test_a_clock_that_starts_late_knows_what_it_would_have_stood_still_for(kind, is_pausable, found):
    agreement = play(agree(), "1 pause, 3 resume, 4 resolve, 5 reopen")

    pauses = agreement.pauses_for(kind, hour(2), is_pausable=is_pausable)

    assert pauses == [(why, Pause(hour(began), hour(ended))) for why, began, ended in found]


def test_what_ended_before_a_clock_began_does_not_stop_it():
    agreement = play(agree(), "1 pause, 3 resume")

    assert agreement.pauses_for(Kind.RESOLUTION, hour(3), is_pausable=True) == []


@pytest.mark.parametrize(
    ("kind", "met"),
    [
        (Kind.FIRST_RESPONSE, {Kind.FIRST_RESPONSE}),
        (Kind.NEXT_RESPONSE, set()),
        (Kind.RESOLUTION, {Kind.RESOLUTION}),
        (Kind.TAKING, set()),
    ],
)
def test_meeting_one_promise_leaves_the_others_running(kind, met):
    agreement = agree()

    actions.meet(agreement, kind, now=hour(1))

    assert {clock.kind for clock in agreement.clocks.all() if clock.met_at} == met
    assert {clock.kind for clock in agreement.clocks.live()} == {Kind.FIRST_RESPONSE, Kind.RESOLUTION} - met
