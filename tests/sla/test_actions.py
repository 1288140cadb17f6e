"""Clocks start, stand still, are met, change and end."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from sla import actions
from sla.calendar import Target, Unit, Window
from sla.enums import Kind, PauseKind, State
from sla.explanation import explain
from sla.models import Agreement, ClockPause, ClosedDay, Priority
from sla.snapshots import next_due, snapshot, spent
from tests.sla.factories import PolicyFactory, PriorityFactory

pytestmark = pytest.mark.django_db
ROME = ZoneInfo("Europe/Rome")


def at(text: str) -> datetime:
    """Return a moment of the week of Monday 4 August 2025, in Rome."""
    return datetime.fromisoformat(f"2025-08-{text}").replace(tzinfo=ROME)


def agree(when: str = "04T10:00", **fields) -> Agreement:
    policy = PolicyFactory(**fields)
    return actions.start(policy, policy.targets.first().priority, now=at(when))


def states(agreement: Agreement, when: str) -> dict[str, str]:
    return {view.kind: view.state for view in snapshot(agreement, at(when))}


def due(agreement: Agreement, kind: Kind) -> datetime:
    return agreement.clocks.get(kind=kind, cancelled_at=None).due_at


def test_start_opens_a_clock_for_each_target():
    agreement = agree()

    assert due(agreement, Kind.FIRST_RESPONSE) == at("04T14:00")
    assert due(agreement, Kind.RESOLUTION) == at("04T16:00")
    assert next_due(agreement) == (at("04T14:00"), Kind.FIRST_RESPONSE)
    assert agreement.version.number == agreement.policy.version


def test_start_without_a_target_for_the_priority_promises_nothing():
    agreement = actions.start(PolicyFactory(), PriorityFactory(), now=at("04T10:00"))

    assert next_due(agreement) == (None, None)
    assert snapshot(agreement, at("04T10:00")) == []


def test_without_a_calendar_days_are_those_of_our_own_zone():
    priority = PriorityFactory()
    policy = PolicyFactory(calendar=None, targets={(priority, Kind.RESOLUTION): Target(1, Unit.DAY)})

    agreement = actions.start(policy, priority, now=datetime(2026, 3, 28, 12, tzinfo=ROME))

    assert due(agreement, Kind.RESOLUTION) == datetime(2026, 3, 29, 12, tzinfo=ROME)


def test_an_edited_calendar_moves_no_running_clock():
    agreement = agree()
    actions.set_week(agreement.policy.calendar, {0: [Window(600, 720)], 1: [Window(600, 720)]})
    actions.publish_calendar(agreement.policy.calendar)

    actions.pause(agreement, now=at("04T11:00"))
    actions.resume(agreement, now=at("04T12:00"))

    assert due(agreement, Kind.RESOLUTION) == at("04T17:00")


def test_an_edited_calendar_moves_a_clock_once_it_is_applied():
    agreement = agree()
    actions.set_week(agreement.policy.calendar, {0: [Window(600, 840)], 1: [Window(600, 840)]})
    actions.publish_calendar(agreement.policy.calendar)
    actions.publish_calendar(agreement.policy.calendar)

    agreement = actions.change(agreement, now=at("04T10:00"))

    assert (due(agreement, Kind.RESOLUTION), agreement.version.number) == (at("05T12:00"), 2)


def test_what_is_explained_is_what_the_clock_says_after_an_edit_of_its_calendar():
    agreement = agree()
    ClosedDay.objects.create(calendar=agreement.policy.calendar, name="Works", first="2025-08-04", last="2025-08-04")
    clock = agreement.clocks.with_times().get(kind=Kind.RESOLUTION)

    told = explain(clock, at("04T10:00"))

    assert told.reckoning.due_at == clock.due_at == at("04T16:00")
    assert [line.name for line in told.lines] == [""]


def test_start_without_a_calendar_counts_day_and_night():
    agreement = agree("09T23:00", calendar=None)

    assert due(agreement, Kind.RESOLUTION) == at("10T05:00")


def test_answer_meets_the_first_response_in_time_or_late():
    early, late = agree(), agree()

    actions.answer(early, now=at("04T14:00"))
    actions.answer(late, now=at("04T14:01"))

    assert states(early, "04T15:00") == {"first_response": State.MET, "resolution": State.DUE}
    assert states(late, "04T15:00") == {"first_response": State.MET_LATE, "resolution": State.DUE}


def test_a_hold_adds_working_time_to_the_resolution_only():
    agreement = agree()

    actions.pause(agreement, now=at("04T15:00"))
    actions.resume(agreement, now=at("05T11:00"))

    assert due(agreement, Kind.FIRST_RESPONSE) == at("04T14:00")
    assert due(agreement, Kind.RESOLUTION) == at("05T12:00")


def test_a_hold_moves_the_first_response_where_the_policy_says_so():
    agreement = agree(pauses_first_response=True)

    actions.pause(agreement, now=at("04T11:00"))
    actions.resume(agreement, now=at("04T12:00"))

    assert due(agreement, Kind.FIRST_RESPONSE) == at("04T15:00")


def test_a_paused_clock_is_no_next_due():
    agreement = agree()
    actions.answer(agreement, now=at("04T11:00"))

    actions.pause(agreement, now=at("04T11:00"))

    assert next_due(agreement) == (None, None)
    assert states(agreement, "08T10:00")["resolution"] == State.PAUSED


def test_pause_and_resume_may_be_repeated():
    agreement = agree()

    for hour in (11, 12):
        actions.pause(agreement, now=at(f"04T{hour}:00"))
    for hour in (13, 14):
        actions.resume(agreement, now=at(f"04T{hour}:00"))

    pause = ClockPause.objects.get()
    assert (pause.began, pause.ended) == (at("04T11:00"), at("04T13:00"))


def test_resolving_meets_the_resolution_lets_off_a_response_never_given_and_ends_the_hold():
    agreement = agree()
    actions.pause(agreement, now=at("04T11:00"))

    agreement = actions.stop_resolution(agreement, now=at("04T13:30"))

    assert states(agreement, "08T10:00") == {"resolution": State.MET}
    assert agreement.clocks.get(kind=Kind.FIRST_RESPONSE).cancelled_at == at("04T13:30")
    assert due(agreement, Kind.RESOLUTION) == at("05T10:30")
    assert (agreement.held_at, agreement.resolved_at) == (None, at("04T13:30"))


def test_reopening_counts_the_time_resolved_as_a_pause_of_its_own_kind():
    agreement = agree()
    actions.stop_resolution(agreement, now=at("04T11:00"))

    actions.reopen(agreement, now=at("05T12:00"))

    clock = agreement.clocks.get(kind=Kind.RESOLUTION)
    assert clock.due_at == at("05T17:00")
    assert [pause.kind for pause in clock.pauses.all()] == [PauseKind.RESOLVED]
    assert spent(clock, at("05T13:00")) == timedelta(hours=2)
    assert states(agreement, "05T13:00") == {"first_response": State.DUE, "resolution": State.DUE}


def test_a_response_that_was_late_stays_late_when_the_matter_is_resolved_and_runs_on_when_it_is_reopened():
    agreement = agree()
    actions.stop_resolution(agreement, now=at("04T15:00"))
    resolved = states(agreement, "04T15:30")

    actions.reopen(agreement, now=at("04T16:00"))

    assert resolved["first_response"] == State.PAUSED_AFTER_BREACH
    assert states(agreement, "04T16:00")["first_response"] == State.BREACHED


def test_reopen_and_resume_do_nothing_to_a_running_agreement():
    agreement = agree()

    actions.reopen(agreement, now=at("04T11:00"))
    actions.resume(agreement, now=at("04T11:00"))

    assert due(agreement, Kind.RESOLUTION) == at("04T16:00")
    assert not ClockPause.objects.exists()


def test_a_breach_before_the_pause_sticks_though_nobody_swept():
    agreement = agree()

    actions.pause(agreement, now=at("04T17:00"))
    actions.resume(agreement, now=at("04T17:30"))

    clock = agreement.clocks.get(kind=Kind.RESOLUTION)
    assert (clock.breached_at, clock.due_at) == (at("04T16:00"), at("04T16:30"))
    assert [told.kind for told in actions.breach(agreement, now=at("04T17:30"))] == ["first_response", "resolution"]


def test_changing_the_priority_keeps_the_elapsed_time_and_the_version_agreed_on():
    low, urgent = PriorityFactory(), PriorityFactory()
    policy = PolicyFactory(targets={(low, Kind.RESOLUTION): 360, (urgent, Kind.RESOLUTION): 60})
    agreement = actions.start(policy, low, now=at("04T10:00"))
    actions.set_targets(policy, {(low, Kind.RESOLUTION): 360, (urgent, Kind.RESOLUTION): 30})

    agreement = actions.change(agreement, priority=urgent, now=at("04T10:30"))

    assert due(agreement, Kind.RESOLUTION) == at("04T11:00")
    assert states(agreement, "04T10:30") == {"resolution": State.DUE}
    assert (agreement.version.number, policy.version) == (1, 2)


def test_changing_the_policy_of_a_held_agreement_opens_what_was_missing_on_hold():
    agreement = actions.start(PolicyFactory(), PriorityFactory(), now=at("04T10:00"))
    policy = PolicyFactory(targets={(agreement.priority, Kind.RESOLUTION): 120})
    actions.pause(agreement, now=at("04T11:00"))

    actions.change(agreement, policy=policy, now=at("04T13:00"))
    actions.resume(agreement, now=at("04T14:00"))

    assert due(agreement, Kind.RESOLUTION) == at("04T15:00")


def test_changing_a_resolved_agreement_holds_from_the_reopening_on():
    agreement = agree()
    actions.stop_resolution(agreement, now=at("04T11:00"))
    policy = PolicyFactory(targets={(agreement.priority, Kind.RESOLUTION): 120})

    actions.change(agreement, policy=policy, now=at("04T12:00"))
    met_due = due(agreement, Kind.RESOLUTION)
    actions.reopen(agreement, now=at("04T12:00"))

    assert (met_due, due(agreement, Kind.RESOLUTION)) == (at("04T16:00"), at("04T13:00"))


def test_a_promise_that_comes_back_knows_the_holds_before():
    agreement = agree()
    actions.pause(agreement, now=at("04T11:00"))
    actions.resume(agreement, now=at("04T12:00"))
    actions.pause(agreement, now=at("04T13:00"))
    agreed = agreement.priority

    actions.change(agreement, priority=PriorityFactory(), now=at("04T13:30"))
    actions.change(agreement, priority=agreed, now=at("04T14:00"))
    actions.resume(agreement, now=at("04T14:00"))

    assert due(agreement, Kind.RESOLUTION) == at("04T18:00")
    assert due(agreement, Kind.FIRST_RESPONSE) == at("04T14:00")


def test_a_promise_that_first_appears_knows_holds_and_time_resolved():
    agreement = actions.start(PolicyFactory(), PriorityFactory(), now=at("04T10:00"))
    policy = PolicyFactory(targets={(agreement.priority, Kind.RESOLUTION): 120})
    actions.pause(agreement, now=at("04T11:00"))
    actions.stop_resolution(agreement, now=at("04T12:00"))
    actions.reopen(agreement, now=at("04T15:00"))

    actions.change(agreement, policy=policy, now=at("04T15:30"))

    clock = agreement.clocks.get(kind=Kind.RESOLUTION)
    assert (clock.due_at, spent(clock, at("04T16:00"))) == (at("04T16:00"), timedelta(hours=2))
    assert [pause.kind for pause in clock.pauses.all()] == [PauseKind.HOLD, PauseKind.RESOLVED]


def test_holds_before_a_fresh_start_do_not_count():
    agreement = agree()
    actions.pause(agreement, now=at("04T11:00"))
    actions.resume(agreement, now=at("04T12:00"))

    actions.reset(agreement, now=at("04T12:00"))

    assert due(agreement, Kind.RESOLUTION) == at("04T18:00")


def test_a_change_of_priority_leaves_what_was_kept_as_it_was_promised():
    agreement = agree()
    agreed, urgent = agreement.priority, PriorityFactory()
    actions.set_targets(agreement.policy, {(urgent, Kind.RESOLUTION): 60})
    actions.stop_resolution(agreement, now=at("04T11:00"))

    actions.change(agreement, policy=agreement.policy, priority=urgent, now=at("04T12:00"))
    kept = agreement.clocks.get(kind=Kind.RESOLUTION)
    actions.reopen(agreement, now=at("04T12:00"))

    clock = agreement.clocks.get(kind=Kind.RESOLUTION)
    assert (kept.priority, kept.version.number, kept.amount) == (agreed, 1, 360)
    assert (clock.priority, clock.version.number, clock.due_at) == (urgent, 2, at("04T12:00"))


def test_reopening_what_is_no_longer_promised_owes_nothing():
    agreement = agree()
    actions.stop_resolution(agreement, now=at("04T11:00"))
    actions.change(agreement, priority=PriorityFactory(), now=at("04T12:00"))

    actions.reopen(agreement, now=at("04T12:00"))

    assert next_due(agreement) == (None, None)


def test_editing_a_policy_moves_no_clock_until_it_is_applied():
    agreement = agree()
    actions.set_targets(agreement.policy, {(agreement.priority, Kind.RESOLUTION): 60})
    before = due(agreement, Kind.RESOLUTION)

    actions.change(agreement, now=at("04T10:00"))

    assert (before, due(agreement, Kind.RESOLUTION)) == (at("04T16:00"), at("04T11:00"))


def test_reset_starts_anew_and_leaves_met_clocks():
    agreement = agree()
    actions.answer(agreement, now=at("04T11:00"))

    for _ in range(2):
        actions.reset(agreement, now=at("04T12:00"))

    assert due(agreement, Kind.RESOLUTION) == at("04T18:00")
    assert due(agreement, Kind.FIRST_RESPONSE) == at("04T14:00")
    assert agreement.clocks.count() == 3


def test_cancel_ends_every_clock():
    agreement = agree()
    actions.pause(agreement, now=at("04T11:00"))

    actions.cancel(agreement, now=at("04T12:00"))

    assert snapshot(agreement, at("04T12:00")) == []
    assert actions.breach_due(now=at("08T12:00")) == []


def test_meet_touches_one_kind_and_notes_what_happened():
    agreement = agree()

    actions.meet(agreement, Kind.FIRST_RESPONSE, now=at("04T11:00"))
    agreement = actions.meet(agreement, Kind.RESOLUTION, now=at("04T12:00"))

    assert (agreement.answered_at, agreement.resolved_at) == (at("04T11:00"), at("04T12:00"))
    assert states(agreement, "08T10:00") == {"first_response": State.MET, "resolution": State.MET}


def test_the_next_response_is_owed_once_answered_and_only_once_at_a_time():
    priority = PriorityFactory()
    policy = PolicyFactory(targets={(priority, Kind.NEXT_RESPONSE): 60})
    agreement = actions.start(policy, priority, now=at("04T10:00"))
    actions.await_response(agreement, now=at("04T10:10"))
    actions.answer(agreement, now=at("04T10:30"))

    actions.await_response(agreement, now=at("04T11:00"))
    actions.await_response(agreement, now=at("04T11:30"))
    first = next_due(agreement)
    actions.answer(agreement, now=at("04T11:45"))

    assert first == (at("04T12:00"), Kind.NEXT_RESPONSE)
    assert next_due(agreement) == (None, None)
    assert agreement.clocks.count() == 1


def test_reset_keeps_the_next_response_owed():
    priority = PriorityFactory()
    policy = PolicyFactory(targets={(priority, Kind.NEXT_RESPONSE): 60})
    agreement = actions.start(policy, priority, now=at("04T10:00"))
    actions.answer(agreement, now=at("04T10:30"))
    actions.await_response(agreement, now=at("04T11:00"))

    actions.reset(agreement, now=at("04T15:00"))

    assert next_due(agreement) == (at("04T16:00"), Kind.NEXT_RESPONSE)


def test_changing_to_a_policy_that_promises_less_cancels_the_clock():
    agreement = agree()
    policy = PolicyFactory(targets={(agreement.priority, Kind.FIRST_RESPONSE): 60})

    actions.change(agreement, policy=policy, now=at("04T10:30"))

    assert states(agreement, "04T10:30") == {"first_response": State.DUE}
    assert agreement.clocks.get(kind=Kind.RESOLUTION).cancelled_at == at("04T10:30")


def test_changing_a_resolved_agreement_to_a_policy_that_promises_nothing_leaves_it_met():
    agreement = agree()
    actions.stop_resolution(agreement, now=at("04T11:00"))

    actions.change(agreement, priority=PriorityFactory(), now=at("04T12:00"))

    assert states(agreement, "04T12:00") == {"resolution": State.MET}


@pytest.mark.parametrize("count", [1, 3])
def test_snapshots_cost_the_same_for_any_count(count, django_assert_num_queries):
    for _ in range(count):
        agree()

    with django_assert_num_queries(2):
        found = [snapshot(agreement, at("04T10:00")) for agreement in Agreement.objects.with_clocks()]

    assert len(found) == count


def test_the_middle_priority_is_what_somebody_who_says_nothing_gets():
    assert Priority.objects.middle().code == "medium"
