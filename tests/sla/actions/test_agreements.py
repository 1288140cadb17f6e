"""Bending, parting and joining agreements; and what statistics read from a clock."""

from datetime import UTC, datetime, timedelta

import pytest

from sla import actions
from sla.calendar import Target, Unit
from sla.enums import Kind, State, StatusMeaning
from sla.models import Agreement
from sla.previews import Shift, preview
from sla.snapshots import next_due, snapshot
from tests.sla import stories
from tests.sla.factories import PolicyFactory, PriorityFactory

pytestmark = pytest.mark.django_db
NOON = datetime(2025, 8, 4, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def agree(**targets: int) -> Agreement:
    priority = PriorityFactory()
    wanted = targets or {"first_response": 240, "resolution": 360}
    policy = PolicyFactory(calendar=None, targets={(priority, Kind(kind)): at for kind, at in wanted.items()})
    return actions.start(policy, priority, now=NOON)


def resolution(agreement: Agreement):
    return agreement.clocks.get(kind=Kind.RESOLUTION, cancelled_at=None)


def test_a_deadline_set_by_hand_stays_whatever_happens():
    agreement = agree()

    actions.set_due(agreement, Kind.RESOLUTION, NOON + 3 * HOUR, now=NOON)
    actions.pause(agreement, now=NOON + HOUR)
    actions.resume(agreement, now=NOON + 2 * HOUR)
    actions.change(agreement, now=NOON + 2 * HOUR)

    assert resolution(agreement).due_at == NOON + 3 * HOUR
    assert len(actions.breach(agreement, now=NOON + 3.5 * HOUR)) == 1


def test_a_deadline_before_the_start_is_not_taken():
    agreement = agree()

    actions.set_due(agreement, Kind.RESOLUTION, NOON, now=NOON)

    assert resolution(agreement).due_at == NOON + 6 * HOUR


def test_a_split_starts_anew_and_leaves_the_old_alone():
    agreement = agree()
    actions.answer(agreement, now=NOON + HOUR)

    parted = actions.split(agreement, now=NOON + 2 * HOUR)

    assert next_due(parted) == (NOON + 6 * HOUR, Kind.FIRST_RESPONSE)
    assert next_due(agreement) == (NOON + 6 * HOUR, Kind.RESOLUTION)
    assert (parted.version, parted.priority) == (agreement.version, agreement.priority)


def test_a_merge_cancels_the_one_and_leaves_the_other():
    one, other = agree(), agree()

    actions.merge(one, into=other, now=NOON + HOUR)

    one.refresh_from_db()
    assert (snapshot(one, NOON), one.merged_into) == ([], other)
    assert {view.state for view in snapshot(other, NOON + HOUR)} == {State.DUE}
    assert list(Agreement.objects.running()) == [other]


def test_after_a_merge_a_customer_who_waits_goes_on_waiting():
    one, other = agree(), agree(next_response=60, resolution=600)
    actions.answer(other, now=NOON)

    actions.merge(one, into=other, now=NOON + HOUR / 2)

    assert next_due(other) == (NOON + HOUR, Kind.NEXT_RESPONSE)


@pytest.mark.parametrize(
    ("standings", "state"),
    [
        (["paused"], State.PAUSED),
        (["paused", "running"], State.DUE),
        (["paused", "fulfilled"], State.MET),
        (["fulfilled", "fulfilled"], State.MET),
        (["fulfilled", "running"], State.DUE),
        (["fulfilled", "paused"], State.PAUSED),
        (["running"], State.DUE),
    ],
    ids="-".join,
)
def test_clocks_stand_as_the_status_does(standings, state):
    agreement = agree(resolution=360)

    for standing in standings:
        actions.status_changed(agreement, StatusMeaning(standing), now=NOON + HOUR)

    (view,) = snapshot(agreement, NOON + HOUR)
    assert view.state == state


def test_a_met_clock_says_what_it_took_with_holds_and_resolved_time_apart():
    agreement = agree()
    actions.pause(agreement, now=NOON + HOUR)
    actions.resume(agreement, now=NOON + 3 * HOUR)
    actions.stop_resolution(agreement, now=NOON + 4 * HOUR)
    actions.reopen(agreement, now=NOON + 8 * HOUR)
    reopened = resolution(agreement)
    actions.stop_resolution(agreement, now=NOON + 9 * HOUR)

    clock = resolution(agreement)
    assert reopened.used_seconds is None
    assert (clock.used_seconds, clock.held_seconds, clock.resolved_seconds) == (3 * 3600, 2 * 3600, 4 * 3600)
    assert (clock.version, clock.priority) == (agreement.version, agreement.priority)


def test_a_preview_says_what_would_move_begin_and_end_and_writes_nothing():
    agreement = agree(first_response=240, next_response=60)
    policy, priority = agreement.policy, agreement.priority
    actions.set_targets(policy, {(priority, Kind.RESOLUTION): Target(1, Unit.DAY)})

    shifts = preview(agreement, actions.newest(policy))

    assert shifts == [
        Shift(Kind.FIRST_RESPONSE, NOON + 4 * HOUR, None),
        Shift(Kind.RESOLUTION, None, NOON + 24 * HOUR),
    ]
    assert next_due(agreement) == (NOON + 4 * HOUR, Kind.FIRST_RESPONSE)


def test_a_preview_is_what_applying_it_does():
    agreement = agree()
    actions.pause(agreement, now=NOON + HOUR)
    actions.resume(agreement, now=NOON + 2 * HOUR)
    actions.set_targets(agreement.policy, {(agreement.priority, Kind.RESOLUTION): 60})

    foreseen = {shift.kind: shift.new for shift in preview(agreement, actions.newest(agreement.policy))}
    actions.change(agreement, now=NOON + 2 * HOUR)

    assert foreseen == {Kind.FIRST_RESPONSE: None, Kind.RESOLUTION: resolution(agreement).due_at}


@pytest.mark.parametrize(("pauses", "state"), [(True, State.PAUSED), (False, State.DUE)])
def test_a_hold_stops_from_the_applying_on_what_it_stops_by_the_new_terms(pauses, state):
    agreement = agree()
    policy = agreement.policy
    for is_paused in (not pauses, pauses):
        policy.pauses_first_response = is_paused
        policy.save()
        actions.publish(policy)
        actions.change(agreement, now=NOON)
        actions.pause(agreement, now=NOON)

    (first, _) = snapshot(agreement, NOON + HOUR)

    assert (first.kind, first.state) == (Kind.FIRST_RESPONSE, state)


def test_nothing_moves_under_the_version_in_force():
    agreement = agree()

    assert preview(agreement, agreement.version) == []


def test_the_end_of_a_day_that_is_over_is_the_end_of_the_next():
    priority = PriorityFactory()
    policy = PolicyFactory(targets={(priority, Kind.RESOLUTION): Target(0, Unit.END_OF_DAY)})

    by_day = actions.start(policy, priority, now=NOON)
    by_night = actions.start(policy, priority, now=NOON + 8 * HOUR)

    assert resolution(by_day).due_at == NOON + 4 * HOUR
    assert resolution(by_night).due_at == NOON + 28 * HOUR


@pytest.mark.parametrize(
    ("into", "owed"),
    [
        ("", {Kind.FIRST_RESPONSE: 4, Kind.RESOLUTION: 6}),
        ("1 answer", {Kind.RESOLUTION: 6, Kind.NEXT_RESPONSE: 2}),
        ("1 answer, 1 ask", {Kind.RESOLUTION: 6, Kind.NEXT_RESPONSE: 3}),
        ("1 answer, 1 resolve", {}),
        ("1 resolve", {}),
    ],
)
def test_a_merge_owes_the_next_response_from_when_the_customer_asked(into, owed):
    one, other = stories.agree(), stories.play(stories.agree(), into)

    actions.merge(one, into=other, now=stories.hour(2))

    assert {clock.kind: stories.hours(clock.due_at) for clock in other.clocks.live()} == owed


@pytest.mark.parametrize("story", ["1 answer", "1 resolve", "1 cancel"])
def test_a_merge_of_what_nobody_waits_for_owes_nothing_more(story):
    one, other = stories.play(stories.agree(), story), stories.play(stories.agree(), "1 answer")

    actions.merge(one, into=other, now=stories.hour(2))

    assert {clock.kind for clock in other.clocks.live()} == {Kind.RESOLUTION}


def test_merging_twice_has_no_further_effect():
    one, other = stories.agree(), stories.play(stories.agree(), "1 answer")
    actions.merge(one, into=other, now=stories.hour(2))
    once = [stories.all_facts(agreement) for agreement in (one, other)]

    actions.merge(one, into=other, now=stories.hour(2))

    assert [stories.all_facts(agreement) for agreement in (one, other)] == once


@pytest.mark.parametrize(
    ("story", "due"),
    [
        ("", {Kind.FIRST_RESPONSE: 1, Kind.RESOLUTION: 2}),
        ("0.5 answer", {Kind.RESOLUTION: 2}),
        ("1 pause, 2 resume", {Kind.FIRST_RESPONSE: 1, Kind.RESOLUTION: 3}),
        ("1 resolve", {}),
        ("1 resolve, 2 reopen", {Kind.FIRST_RESPONSE: 2, Kind.RESOLUTION: 3}),
        ("1 pause", {Kind.FIRST_RESPONSE: 1, Kind.RESOLUTION: 2}),
    ],
)
def test_a_change_of_priority_leaves_the_elapsed_time_and_dates_from_the_start(story, due):
    agreement, urgent = stories.agree(), PriorityFactory()
    lengths = {agreement.priority: (240, 360), urgent: (60, 120)}
    kinds = (Kind.FIRST_RESPONSE, Kind.RESOLUTION)
    cells = {(one, kind): length for one, row in lengths.items() for kind, length in zip(kinds, row, strict=True)}
    actions.set_targets(agreement.policy, cells)
    stories.play(agreement, f"0 apply, {story}".removesuffix(", "))

    actions.change(agreement, priority=urgent, now=stories.hour(3))

    assert {clock.kind: stories.hours(clock.due_at) for clock in agreement.clocks.live()} == due


@pytest.mark.parametrize(("told", "kept"), [(None, False), (True, True), (False, False)])
def test_an_agreement_remembers_whether_somebody_chose_it(told, kept):
    agreement = agree()

    agreement = actions.change(agreement, is_chosen=told, now=NOON)

    assert agreement.is_chosen == kept


def test_a_chosen_agreement_stays_chosen_when_nobody_says_otherwise():
    agreement = agree()
    chosen = actions.start(agreement.policy, agreement.priority, now=NOON, is_chosen=True)

    assert actions.change(chosen, now=NOON).is_chosen
    assert actions.split(chosen, now=NOON).is_chosen


@pytest.mark.parametrize(
    ("story", "count"), [("", 2), ("1 answer", 1), ("1 resolve", 0), ("7 resolve", 0), ("1 answer, 2 ask", 2)]
)
def test_a_reset_begins_anew_what_is_still_to_be_kept(story, count):
    agreement = stories.play(stories.agree(), story)

    agreement = actions.reset(agreement, now=stories.hour(9))

    begun = agreement.clocks.filter(started_at=stories.hour(9))
    assert (agreement.started_at, begun.count()) == (stories.hour(9), count)


def test_a_reset_goes_by_the_policy_as_it_stands_today():
    agreement = agree()
    actions.set_targets(agreement.policy, {(agreement.priority, Kind.RESOLUTION): 60})

    agreement = actions.reset(agreement, now=NOON + HOUR)

    assert (agreement.version.number, next_due(agreement)) == (2, (NOON + 2 * HOUR, Kind.RESOLUTION))


@pytest.mark.parametrize("story", ["5 resolve, 6 apply", "5 resolve, 6 apply, 7 apply"])
def test_applying_a_policy_to_a_solved_matter_lets_no_late_response_run_on(story):
    agreement = stories.play(stories.agree(), story)

    solved = stories.stand(agreement, Kind.FIRST_RESPONSE, 8)
    stories.play(agreement, "8 reopen")

    assert (solved, next_due(agreement)[1]) == (State.PAUSED_AFTER_BREACH, Kind.FIRST_RESPONSE)
    assert stories.hours(stories.last(agreement, Kind.FIRST_RESPONSE).due_at) == 7
