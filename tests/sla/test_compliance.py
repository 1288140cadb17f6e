"""Which promises were kept: sums over clocks agree with how each clock stands."""

from collections import Counter

import pytest
from django.contrib.auth.models import Group

from sla import actions, compliance
from sla.enums import INTERNAL, Kind, PromiseResult, State
from sla.models import Agreement
from sla.snapshots import snapshot
from tests.sla.stories import agree, hour, last, play

pytestmark = pytest.mark.django_db
KEPT, BROKEN, OPEN = PromiseResult
STORIES = ["", "1 pause", "7 pause", "5 resolve", "6 resolve", "7 resolve", "1 cancel", "7 cancel", "1 pause, 3 resume"]
RESULTS = {
    State.MET: KEPT,
    State.MET_LATE: BROKEN,
    State.BREACHED: BROKEN,
    State.PAUSED_AFTER_BREACH: BROKEN,
    State.DUE: OPEN,
    State.PAUSED: OPEN,
}


def sums(now: float, *, first: float = -1, until: float = 99) -> dict:
    begun = compliance.begun("clocks", hour(first), hour(until))
    return Agreement.objects.filter(begun).aggregate(**compliance.sums("clocks", hour(now)))


def came_out(outcome: PromiseResult, now: float) -> set[str]:
    """Return the kinds of the clocks that came out so."""
    condition = compliance.came_out("clocks", outcome, hour(now))
    return set(Agreement.objects.filter(condition).values_list("clocks__kind", flat=True))


@pytest.mark.parametrize(
    ("story", "now", "outcome"),
    [
        ("", 5, OPEN),
        ("", 6, OPEN),
        ("", 7, BROKEN),
        ("5 resolve", 9, KEPT),
        ("6 resolve", 9, KEPT),
        ("7 resolve", 9, BROKEN),
        ("1 pause", 99, OPEN),
        ("6 pause", 99, OPEN),
        ("7 pause", 99, BROKEN),
        ("1 pause, 3 resume", 8, OPEN),
        ("1 pause, 3 resume", 9, BROKEN),
        ("2 resolve, 4 reopen", 7, OPEN),
        ("7 pause, 9 resume", 7.5, BROKEN),
    ],
)
def test_each_promise_comes_out_in_one_way(story, now, outcome):
    play(agree(resolution=360), story)

    assert [one for one in PromiseResult if came_out(one, now)] == [outcome]


@pytest.mark.parametrize("is_swept", [False, True])
@pytest.mark.parametrize("now", [0, 4.5, 8, 30])
def test_sums_agree_with_how_the_clocks_stand_whether_the_sweep_has_come_by_or_not(now, is_swept):
    agreements = [play(agree(), story) for story in STORIES]
    if is_swept:
        actions.breach_due(now=hour(now))

    stood = Counter(RESULTS[view.state] for one in agreements for view in snapshot(one, hour(now)))

    found = sums(now)
    assert {outcome: found[outcome] for outcome in PromiseResult} == {one: stood[one] for one in PromiseResult}


@pytest.mark.parametrize(("first", "until", "count"), [(0, 1, 2), (0, 0, 0), (-1, 0, 0), (1, 9, 0), (-9, 9, 2)])
def test_a_promise_belongs_to_the_time_in_which_it_began(first, until, count):
    agree()

    found = sums(1, first=first, until=until)

    assert sum(found[outcome] for outcome in PromiseResult) == count


def test_promises_among_ourselves_count_nowhere():
    agreement, network = agree(resolution=360), Group.objects.create(name="Network")
    actions.set_group_targets(agreement.policy, {(network, None, kind): 60 for kind in INTERNAL})
    actions.change(agreement, now=hour(0))
    actions.hand_over(agreement, network, now=hour(0))

    assert sums(1)[OPEN] == 1


def test_cancelled_promises_count_nowhere():
    play(agree(), "7 cancel")

    assert sums(9) == {KEPT: 0, BROKEN: 0, OPEN: 0, "used": None, "timed": 0}


def test_the_working_time_of_met_promises_is_averaged_with_how_many_they_were():
    for story in ("2 resolve", "4 resolve", "1 pause, 5 resolve", ""):
        play(agree(resolution=360), story)

    found = sums(5)

    assert (found["used"], found["timed"]) == ((2 + 4 + 1) * 3600 / 3, 3)


@pytest.mark.parametrize(("kind", "count"), [(Kind.FIRST_RESPONSE, 1), (Kind.RESOLUTION, 1), (Kind.NEXT_RESPONSE, 0)])
def test_promises_are_narrowed_to_those_with_some_values(kind, count):
    agreement = agree()
    lookups = {"kind": kind, "version__policy": agreement.policy_id}

    found = Agreement.objects.filter(compliance.narrowed("clocks", lookups))

    assert found.count() == count


def test_a_merged_conversation_counts_once():
    one, other = agree(resolution=360), agree(resolution=360)

    actions.merge(one, into=other, now=hour(1))

    assert sums(2)[OPEN] == 1
    assert last(one, Kind.RESOLUTION).cancelled_at == hour(1)
