"""Levels are planned while a clock runs, cancelled while it does not, and fire once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from django.db import connection, transaction

from sla import actions
from sla.enums import Kind, Trigger
from sla.models import Agreement, Escalation, EscalationLevel, Policy
from tests.sla.factories import PolicyFactory, PriorityFactory
from tests.sla.stories import play

NOON = datetime(2025, 8, 4, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
NEXT_DAY = NOON + timedelta(days=1)
LEVELS = ((Trigger.SHARE, 50), (Trigger.BEFORE, 60), (Trigger.SHARE, 100), (Trigger.AFTER, 120))


def policy(*levels: tuple[Trigger, int], minutes: int = 600) -> Policy:
    made = PolicyFactory(calendar=None, targets={(PriorityFactory(), Kind.RESOLUTION): minutes})
    for trigger, amount in levels:
        EscalationLevel.objects.create(policy=made, trigger=trigger, amount=amount)
    actions.publish(made)
    return made


def agree(*levels: tuple[Trigger, int]) -> Agreement:
    made = policy(*(levels or LEVELS))
    return actions.start(made, made.targets.get().priority, now=NOON)


def planned() -> list[float]:
    """Return after how many hours each planned level is to fire."""
    return [(row.at - NOON) / HOUR for row in Escalation.objects.planned()]


def fired(now: datetime) -> list[tuple[str, int]]:
    return [(row.trigger, row.amount) for row in actions.escalate_due(now=now)]


@pytest.mark.django_db
def test_levels_are_planned_by_shares_and_by_offsets():
    agree()

    assert planned() == [5, 9, 10, 12]


@pytest.mark.django_db
def test_a_level_fires_at_its_instant_and_once():
    agree()

    assert fired(NOON + 5 * HOUR - timedelta(seconds=1)) == []
    assert fired(NOON + 5 * HOUR) == [("share", 50)]
    assert fired(NOON + 5 * HOUR) == []


@pytest.mark.django_db
def test_missed_levels_are_caught_up_once_after_a_day_of_sleep():
    agree()

    assert fired(NEXT_DAY) == list(LEVELS)
    assert fired(NEXT_DAY + 24 * HOUR) == []


@pytest.mark.django_db
def test_a_pause_cancels_and_a_resume_plans_anew():
    agreement = agree()

    actions.pause(agreement, now=NOON + 2 * HOUR)
    while_held = planned()
    actions.resume(agreement, now=NOON + 5 * HOUR)

    assert (while_held, planned()) == ([], [8, 12, 13, 15])


@pytest.mark.django_db
def test_what_was_reached_before_the_pause_still_fires():
    agreement = agree()

    actions.pause(agreement, now=NOON + 6 * HOUR)

    assert fired(NEXT_DAY) == [("share", 50)]


@pytest.mark.django_db
def test_a_level_reached_before_a_pause_is_not_moved_by_it():
    agreement = agree((Trigger.SHARE, 50))

    actions.pause(agreement, now=NOON + 6 * HOUR)
    actions.resume(agreement, now=NOON + 8 * HOUR)

    assert planned() == [5]


@pytest.mark.django_db
def test_a_promise_that_was_kept_drops_its_levels_until_it_is_reopened():
    agreement = agree()
    actions.escalate_due(now=NOON + 5 * HOUR)

    actions.stop_resolution(agreement, now=NOON + 6 * HOUR)
    when_met = planned()
    actions.reopen(agreement, now=NOON + 10 * HOUR)

    assert (when_met, planned()) == ([], [13, 14, 16])


@pytest.mark.django_db
def test_a_cancelled_clock_drops_its_levels():
    agreement = agree()

    actions.cancel(agreement, now=NOON + 6 * HOUR)

    assert fired(NEXT_DAY) == []


@pytest.mark.django_db
def test_a_fired_level_does_not_come_again_when_the_policy_is_applied_anew():
    agreement = agree()
    actions.escalate_due(now=NOON + 5 * HOUR)
    actions.set_targets(agreement.policy, {(agreement.priority, Kind.RESOLUTION): 1200})

    actions.change(agreement, now=NOON + 6 * HOUR)

    assert planned() == [19, 20, 22]


@pytest.mark.django_db
def test_another_policy_brings_its_own_levels():
    agreement = agree()
    other = policy((Trigger.SHARE, 10))
    actions.set_targets(other, {(agreement.priority, Kind.RESOLUTION): 600})

    actions.change(agreement, policy=other, now=NOON)

    assert planned() == [1]


@pytest.mark.django_db
def test_a_level_before_the_start_is_reached_at_the_start():
    agree((Trigger.BEFORE, 6000))

    assert planned() == [0]


@pytest.mark.django_db
def test_a_sweep_that_fails_fires_again():
    agree()

    with transaction.atomic():
        actions.escalate_due(now=NEXT_DAY)
        transaction.set_rollback(True)

    assert fired(NEXT_DAY) == list(LEVELS)


@pytest.mark.django_db
def test_only_what_is_due_is_read_by_its_index():
    agree()

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = Escalation.objects.due(NOON).explain()

    assert "sla_escalation_planned" in plan


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_fire_each_level_once():
    made = policy(*LEVELS)
    for _ in range(10):
        actions.start(made, made.targets.get().priority, now=NOON)
    barrier = Barrier(2)

    def sweep(_):
        try:
            barrier.wait()
            return [row.pk for _ in range(5) for row in actions.escalate_due(now=NEXT_DAY, limit=3)]
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(sweep, range(2))

    assert len(first + second) == len(set(first + second)) == 40


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("story", "hours"),
    [
        ("1 pause", []),
        ("1 pause, 2 resume", [6, 10, 11, 13]),
        ("6 pause, 8 resume", [5, 11, 12, 14]),
        ("9.5 pause, 11.5 resume", [5, 9, 12, 14]),
        ("11 pause, 12 resume", [5, 9, 11, 13]),
        ("1 pause, 2 resume, 3 pause, 4 resume", [7, 11, 12, 14]),
        ("1 resolve", []),
        ("1 resolve, 3 reopen", [7, 11, 12, 14]),
        ("1 cancel", []),
        ("3 reset", [8, 12, 13, 15]),
        ("3 apply", [5, 9, 10, 12]),
    ],
)
def test_levels_are_planned_where_the_clock_is(story, hours):
    play(agree(), story)

    assert planned() == hours


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("story", "kept"), [("6 pause", [5]), ("9.5 pause", [5, 9]), ("6 resolve", []), ("6 cancel", [])]
)
def test_what_was_reached_is_told_after_a_hold_began_and_not_once_it_is_over(story, kept):
    play(agree(), story)

    assert planned() == kept


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [Kind.FIRST_RESPONSE, Kind.RESOLUTION])
def test_a_level_is_planned_for_the_clocks_of_its_kind_only(kind):
    made = PolicyFactory(calendar=None)
    EscalationLevel.objects.create(policy=made, kind=kind, trigger=Trigger.SHARE, amount=50)
    actions.publish(made)

    actions.start(made, made.targets.first().priority, now=NOON)

    assert [row.clock.kind for row in Escalation.objects.planned()] == [kind]


@pytest.mark.django_db
def test_a_level_that_moves_with_a_new_version_is_planned_anew_and_keeps_its_key():
    agreement = agree((Trigger.SHARE, 50))
    level = agreement.policy.levels.get()
    EscalationLevel.objects.filter(pk=level.pk).update(amount=80)
    actions.publish(agreement.policy)

    actions.change(agreement, now=NOON)

    assert [(row.level_key, row.amount) for row in Escalation.objects.all()] == [(level.pk, 80)]
    assert planned() == [8]


@pytest.mark.django_db
def test_a_level_that_a_new_version_no_longer_has_is_cancelled():
    agreement = agree((Trigger.SHARE, 50), (Trigger.SHARE, 80))
    agreement.policy.levels.filter(amount=50).delete()
    actions.publish(agreement.policy)

    actions.change(agreement, now=NOON + 6 * HOUR)

    assert planned() == [8]


@pytest.mark.django_db
def test_a_deadline_set_by_hand_takes_its_levels_along():
    agreement = agree()

    actions.set_due(agreement, Kind.RESOLUTION, NOON + 20 * HOUR, now=NOON)

    assert planned() == [10, 19, 20, 22]


@pytest.mark.django_db
@pytest.mark.parametrize("limit", [1, 2])
def test_the_limit_leaves_the_rest_for_the_next_sweep(limit):
    for _ in range(3):
        agree((Trigger.SHARE, 50))

    counts = [len(actions.escalate_due(now=NEXT_DAY, limit=limit)) for _ in range(4)]

    assert (sum(counts), max(counts)) == (3, limit)


@pytest.mark.django_db
def test_escalate_looks_at_one_agreement_only():
    one, _other = agree((Trigger.SHARE, 50)), agree((Trigger.SHARE, 50))

    found = actions.escalate(one, now=NEXT_DAY)

    assert [row.clock.agreement for row in found] == [one]
    assert Escalation.objects.planned().count() == 1


@pytest.mark.django_db
def test_what_has_fired_says_when_and_what_it_does():
    agreement = agree((Trigger.SHARE, 50))

    (row,) = actions.escalate(agreement, now=NOON + 7 * HOUR)

    level = row.clock.version.terms.level(row.level_key)
    assert (row.at, row.fired_at, row.is_planned) == (NOON + 5 * HOUR, NOON + 7 * HOUR, False)
    assert [(step.act, step.to) for step in level.steps] == [("notify", "owner")]
