"""How an agreement stands at one instant, and what its clocks took."""

import pytest
from django.contrib.auth.models import Group

from sla import actions
from sla.enums import Kind, State
from sla.models import Agreement
from sla.snapshots import Measure, internal_snapshot, measure, next_due, snapshot, spent, view_of
from tests.sla.stories import HOUR, agree, hour, hours, last, play

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("story", "shown"),
    [
        ("", {Kind.FIRST_RESPONSE: State.DUE, Kind.RESOLUTION: State.DUE}),
        ("1 answer", {Kind.FIRST_RESPONSE: State.MET, Kind.RESOLUTION: State.DUE}),
        ("1 resolve", {Kind.RESOLUTION: State.MET}),
        ("1 cancel", {}),
        (
            "1 answer, 2 ask",
            {Kind.FIRST_RESPONSE: State.MET, Kind.RESOLUTION: State.DUE, Kind.NEXT_RESPONSE: State.DUE},
        ),
    ],
)
def test_every_clock_that_counts_is_shown_the_first_started_first(story, shown):
    views = snapshot(play(agree(), story), hour(3))

    assert {view.kind: view.state for view in views} == shown
    assert [view.started_at for view in views] == sorted(view.started_at for view in views)


def test_a_view_says_what_the_clock_says():
    agreement = play(agree(), "1 answer")
    clock = last(agreement, Kind.FIRST_RESPONSE)

    view = view_of(clock, hour(3.5))

    assert (view.kind, view.started_at, view.due_at, view.met_at) == (Kind.FIRST_RESPONSE, hour(0), hour(4), hour(1))
    assert (view.key, view.is_soon) == (clock.pk, True)


@pytest.mark.parametrize(("now", "is_soon"), [(0, False), (3, False), (3.1, True), (4, True), (9, True)])
def test_soon_is_the_last_quarter_of_the_way(now, is_soon):
    clock = last(agree(), Kind.FIRST_RESPONSE)

    assert view_of(clock, hour(now)).is_soon == is_soon


@pytest.mark.parametrize(
    ("story", "found"),
    [
        ("", (4, Kind.FIRST_RESPONSE)),
        ("1 answer", (6, Kind.RESOLUTION)),
        ("1 pause", (4, Kind.FIRST_RESPONSE)),
        ("1 answer, 2 pause", None),
        ("1 answer, 2 pause, 4 resume", (8, Kind.RESOLUTION)),
        ("1 answer, 2 ask", (4, Kind.NEXT_RESPONSE)),
        ("9 pause", (4, Kind.FIRST_RESPONSE)),
        ("1 resolve", None),
        ("1 cancel", None),
    ],
)
def test_the_next_due_is_that_of_the_clock_that_runs(story, found):
    due_at, kind = next_due(play(agree(), story))

    assert ((hours(due_at), kind) if due_at else None) == found


@pytest.mark.parametrize(
    ("story", "now", "used", "held", "resolved"),
    [
        ("", 0, 0, 0, 0),
        ("", 5, 5, 0, 0),
        ("1 pause", 5, 1, 4, 0),
        ("1 pause, 2 resume", 5, 4, 1, 0),
        ("1 pause, 2 resume, 3 pause", 5, 2, 3, 0),
        ("2 resolve", 5, 2, 0, 0),
        ("2 resolve, 4 reopen", 5, 3, 0, 2),
        ("1 pause, 2 resolve, 4 reopen", 6, 3, 1, 2),
    ],
)
def test_a_clock_is_measured_until_it_is_met_or_until_now(story, now, used, held, resolved):
    clock = last(play(agree(), story), Kind.RESOLUTION)

    assert measure(clock, hour(now)) == Measure(used * HOUR, held * HOUR, resolved * HOUR)
    assert spent(clock, hour(now)) == used * HOUR


@pytest.mark.parametrize(
    "story", ["1 pause, 3 resume", "2 resolve, 4 reopen", "1 pause", "1 pause, 2 resolve, 4 reopen"]
)
def test_what_was_used_held_and_resolved_is_all_the_time_there_was(story):
    clock = last(play(agree(), story), Kind.RESOLUTION)

    told = measure(clock, hour(9))

    assert told.used + told.held + told.resolved == 9 * HOUR


def test_what_was_promised_among_ourselves_is_told_apart_with_the_group():
    agreement, network = agree(), Group.objects.create(name="Network")
    actions.set_group_targets(agreement.policy, {(network, None, Kind.TAKING): 60})
    actions.change(agreement, now=hour(0))
    actions.hand_over(agreement, network, now=hour(1))

    told = [(name, view.kind, hours(view.due_at)) for name, view in internal_snapshot(agreement, hour(1))]

    assert told == [("Network", Kind.TAKING, 2)]
    assert {view.kind for view in snapshot(agreement, hour(1))} == {Kind.FIRST_RESPONSE, Kind.RESOLUTION}


def test_prefetched_clocks_are_not_read_again(django_assert_num_queries):
    pk = agree().pk
    agreement = Agreement.objects.with_clocks().get(pk=pk)

    with django_assert_num_queries(0):
        views = snapshot(agreement, hour(1))

    assert len(views) == 2


def test_time_outside_working_hours_is_not_used():
    agreement = agree(resolution=360)
    office = last(agreement, Kind.RESOLUTION)
    office.version.hours = office.version.hours | {"week": [[[540, 1020]] if day < 5 else [] for day in range(7)]}
    office.version.save()

    clock = last(agreement, Kind.RESOLUTION)

    assert [spent(clock, hour(number)) / HOUR for number in (5, 20, 22, 24 * 7)] == [
        3,
        4,
        6,
        40,
    ]  # noon in UTC is 14:00 in Rome
