"""What went on in an agreement, as it is replayed under other terms."""

from dataclasses import replace

import pytest

from sla.enums import Kind
from sla.history import past_promises
from sla.models import Agreement
from sla.replay import PastPromise
from tests.sla.stories import agree, hour, hours, play

pytestmark = pytest.mark.django_db
FIRST, NEXT, RESOLUTION = Kind.FIRST_RESPONSE, Kind.NEXT_RESPONSE, Kind.RESOLUTION


def past(agreement: Agreement, *, now: float = 24, **terms) -> dict[Kind, PastPromise]:
    found = Agreement.objects.with_pauses().get(pk=agreement.pk)
    return {one.kind: one for one in past_promises(found, replace(found.version.terms, **terms), hour(now))}


def stops(one: PastPromise) -> list[tuple[float, float]]:
    return [(hours(pause.began), hours(pause.ended)) for pause in one.pauses]


@pytest.mark.parametrize(
    ("story", "kind", "met", "was_late"),
    [
        ("2 answer", FIRST, 2, False),
        ("5 answer", FIRST, 5, True),
        ("", FIRST, None, True),
        ("5 resolve", RESOLUTION, 5, False),
        ("7 resolve", RESOLUTION, 7, True),
        ("1 pause", RESOLUTION, None, False),
        ("7 pause", RESOLUTION, None, True),
        ("1 answer, 2 ask, 3 answer", NEXT, 3, False),
        ("1 answer, 2 ask", NEXT, None, True),
    ],
)
def test_a_promise_went_as_its_clock_says(story, kind, met, was_late):
    one = past(play(agree(), story))[kind]

    assert (one.met_at and hours(one.met_at), one.was_late) == (met, was_late)


@pytest.mark.parametrize(("now", "was_late"), [(3, False), (4, False), (5, True)])
def test_what_still_runs_is_late_only_once_it_is(now, was_late):
    assert past(agree(), now=now)[FIRST].was_late == was_late


@pytest.mark.parametrize(
    ("held_by", "replayed_by", "first"),
    [(False, False, []), (False, True, [(1, 3)]), (True, False, []), (True, True, [(1, 3)])],
)
def test_a_hold_counts_for_responses_where_the_tried_terms_say_so(held_by, replayed_by, first):
    agreement = play(agree(pauses_responses=held_by), "1 pause, 3 resume, 3.5 answer")

    found = past(agreement, pauses_responses=replayed_by)

    assert (stops(found[FIRST]), stops(found[RESOLUTION])) == (first, [(1, 3)])


def test_a_hold_after_the_answer_is_none_of_the_response():
    agreement = play(agree(), "1 pause, 2 resume, 3 answer, 4 pause, 5 resume")

    found = past(agreement, pauses_responses=True)

    assert (stops(found[FIRST]), stops(found[RESOLUTION])) == ([(1, 2)], [(1, 2), (4, 5)])


@pytest.mark.parametrize(
    ("story", "pauses_responses", "paused"),
    [
        ("1 pause", False, {RESOLUTION: 1}),
        ("1 pause", True, {FIRST: 1, RESOLUTION: 1}),
        ("1 answer, 2 pause", True, {RESOLUTION: 2}),
        ("1 pause, 2 resume", True, {}),
    ],
)
def test_a_hold_that_lasts_stops_what_was_not_yet_kept(story, pauses_responses, paused):
    found = past(play(agree(), story), pauses_responses=pauses_responses)

    assert {kind: hours(one.paused_at) for kind, one in found.items() if one.paused_at} == paused


def test_the_time_resolved_counts_whatever_the_terms_say():
    agreement = play(agree(), "2 resolve, 4 reopen, 5 answer")

    found = past(agreement)

    assert (stops(found[FIRST]), stops(found[RESOLUTION])) == ([(2, 4)], [(2, 4)])


@pytest.mark.parametrize(
    ("story", "kinds"),
    [
        ("1 answer, 2 resolve", {FIRST: 1, RESOLUTION: 2}),
        ("1 answer", {FIRST: 1, RESOLUTION: None}),
        ("2 resolve", {RESOLUTION: 2}),
        ("", {FIRST: None, RESOLUTION: None}),
    ],
)
def test_what_was_not_promised_would_have_ended_with_the_answer_or_the_solution(story, kinds):
    promised = agree().version.terms.promises
    agreement = play(agree(next_response=60), story)
    wanted = tuple(one._replace(priority=agreement.priority_id) for one in promised)

    found = past(agreement, promises=wanted)

    ended = {kind: one.met_at and hours(one.met_at) for kind, one in found.items() if one.was_late is None}
    assert ended == kinds


def test_cancelled_clocks_are_not_replayed():
    assert past(play(agree(), "1 cancel"), promises=()) == {}


def test_a_clock_begun_anew_is_replayed_once():
    found = past(play(agree(), "1 reset"))

    assert {kind: hours(one.started_at) for kind, one in found.items()} == {FIRST: 1, RESOLUTION: 1}
