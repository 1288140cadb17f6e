"""Breaches are found once, by whoever looks first, however late."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from django.db import connection, transaction

from sla import actions
from sla.enums import Kind
from sla.models import Agreement, Clock
from tests.sla.factories import PolicyFactory

NOON = datetime(2025, 8, 4, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
NEXT_DAY = NOON + timedelta(days=1)


def agree(count: int = 1) -> list[Agreement]:
    policy = PolicyFactory(calendar=None)
    return [actions.start(policy, policy.targets.first().priority, now=NOON) for _ in range(count)]


def told(clocks: list[Clock]) -> list[tuple[str, datetime]]:
    return [(clock.kind, clock.breached_at) for clock in clocks]


@pytest.mark.django_db
def test_a_breach_is_told_once_with_its_own_instant_also_after_a_day():
    agree()

    first = actions.breach_due(now=NEXT_DAY)
    again = actions.breach_due(now=NEXT_DAY)

    assert told(first) == [(Kind.FIRST_RESPONSE, NOON + 4 * HOUR), (Kind.RESOLUTION, NOON + 6 * HOUR)]
    assert again == []


@pytest.mark.django_db
def test_nothing_is_told_at_the_due_instant_itself():
    agree()

    assert actions.breach_due(now=NOON + 4 * HOUR) == []


@pytest.mark.django_db
def test_a_clock_met_or_paused_too_late_is_still_told():
    (agreement,) = agree()
    actions.answer(agreement, now=NOON + 5 * HOUR)
    actions.pause(agreement, now=NOON + 7 * HOUR)

    assert told(actions.breach_due(now=NEXT_DAY)) == [
        (Kind.FIRST_RESPONSE, NOON + 4 * HOUR),
        (Kind.RESOLUTION, NOON + 6 * HOUR),
    ]


@pytest.mark.django_db
def test_a_clock_met_or_paused_in_time_is_never_told():
    (agreement,) = agree()
    actions.answer(agreement, now=NOON + HOUR)
    actions.pause(agreement, now=NOON + HOUR)

    assert actions.breach_due(now=NEXT_DAY) == []
    assert list(Clock.objects.filter(sweep_at__isnull=False)) == []


@pytest.mark.django_db
def test_a_breach_sticks_and_is_not_told_again_when_the_clock_gets_more_time():
    (agreement,) = agree()
    actions.breach_due(now=NOON + 7 * HOUR)

    actions.pause(agreement, now=NOON + 7 * HOUR)
    actions.resume(agreement, now=NEXT_DAY)

    assert agreement.clocks.get(kind=Kind.RESOLUTION).breached_at == NOON + 6 * HOUR
    assert actions.breach_due(now=NEXT_DAY + 9 * HOUR) == []


@pytest.mark.django_db
def test_the_limit_leaves_the_rest_for_the_next_sweep():
    agree(3)

    counts = [len(actions.breach_due(now=NEXT_DAY, limit=2)) for _ in range(3)]

    assert counts == [4, 2, 0]


@pytest.mark.django_db
def test_breach_looks_at_one_agreement_only():
    one, _other = agree(2)

    assert {clock.agreement_id for clock in actions.breach(one, now=NEXT_DAY)} == {one.pk}
    assert Agreement.objects.breaching(NEXT_DAY).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_tell_each_clock_once():
    agreements = agree(20)
    start = Barrier(2)

    def sweep(_number: int) -> list[int]:
        found, start_now = [], start.wait
        start_now(timeout=10)
        while clocks := actions.breach_due(now=NEXT_DAY, limit=3):
            found += [clock.pk for clock in clocks]
        connection.close()
        return found

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(sweep, range(2))

    assert sorted(first + second) == sorted(Clock.objects.values_list("pk", flat=True))
    assert len(first + second) == 2 * len(agreements)


@pytest.mark.django_db(transaction=True)
def test_a_sweep_that_fails_tells_again():
    agree()

    with transaction.atomic():
        actions.breach_due(now=NEXT_DAY)
        transaction.set_rollback(True)

    assert len(actions.breach_due(now=NEXT_DAY)) == 2
