"""The sweep of levels: by several workers at once, and by one that is killed."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from sla import actions as sla_actions
from sla.models import Clock, Escalation, EscalationLevel, Policy
from tests.helpdesk.factories import UserFactory
from tests.tickets.factories import TicketFactory, TypeFactory
from tickets import periodic
from tickets.models import Event, Notification, Ticket

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TICKETS = 60
PATIENCE = 90.0


def escalations() -> list[tuple[int, str, int]]:
    events = Event.objects.filter(kind="tickets.escalated")
    return sorted(events.values_list("ticket", "data__clock", "data__amount"))


def breaches() -> list[tuple[int, str]]:
    return sorted(Event.objects.filter(kind="tickets.breached").values_list("ticket", "data__clock"))


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_do_what_each_level_says_once(monkeypatch):
    monkeypatch.setattr(periodic, "ESCALATED_AT_ONCE", 2)
    ana = UserFactory(agent=True)
    for _ in range(8):
        TicketFactory(at=MONDAY, assignee=ana)

    def sweep(_):
        try:
            periodic.escalate()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(sweep, range(2)))
    periodic.escalate()

    assert len(escalations()) == len(set(escalations())) == 8 * 4
    assert Notification.objects.count() == 8 * 2  # each of both clocks is missed once, whatever came near before
    assert not Escalation.objects.planned().exists()


@pytest.mark.django_db
def test_a_level_that_cannot_be_told_is_not_fired_and_keeps_no_other_waiting(monkeypatch):
    monkeypatch.setattr(periodic, "ESCALATED_AT_ONCE", 1)
    poisonous, healthy = TicketFactory(at=MONDAY), TicketFactory(at=MONDAY)
    carry_out = periodic.actions.carry_out
    monkeypatch.setattr(periodic.actions, "carry_out", lambda one, it: carry_out(one, it) if one == healthy else 1 / 0)

    with pytest.raises(ZeroDivisionError):
        periodic.escalate()

    due = Escalation.objects.due(timezone.now())
    assert due.filter(clock__agreement=poisonous.agreement).count() == 4
    assert due.filter(clock__agreement=healthy.agreement).count() == 0
    assert {pk for pk, _, _ in escalations()} == {healthy.pk}


@pytest.mark.django_db
def test_a_breach_that_cannot_be_told_keeps_no_other_waiting(monkeypatch):
    monkeypatch.setattr(periodic, "AT_ONCE", 1)
    poisonous, healthy = TicketFactory(at=MONDAY), TicketFactory(at=MONDAY)
    record = periodic.timeline.record
    monkeypatch.setattr(
        periodic.timeline, "record", lambda one, *a, **k: 1 / 0 if one == poisonous else record(one, *a, **k)
    )

    with pytest.raises(ZeroDivisionError):
        periodic.find_breaches()

    assert breaches() == [(healthy.pk, "first_response"), (healthy.pk, "resolution")]
    assert Clock.objects.untold(timezone.now()).filter(agreement=poisonous.agreement).count() == 2


@pytest.mark.django_db
def test_the_cost_follows_what_is_due_and_not_what_runs(django_assert_num_queries):
    for _ in range(3):
        TicketFactory()

    with django_assert_num_queries(3):
        periodic.escalate()


def sweep_until(true) -> None:
    """Send the jobs as beat would, until ``true``."""
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline
        periodic.find_breaches.delay()
        periodic.escalate.delay()
        time.sleep(1)


def is_swept() -> bool:
    return not Escalation.objects.planned().exists() and not Clock.objects.untold(timezone.now()).exists()


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_tells_each_breach_and_each_level_once(celery_worker_process):
    policy, kind, ana = Policy.objects.default(), TypeFactory(), UserFactory(agent=True)
    EscalationLevel.objects.create(policy=policy, amount=50, adds_watcher=ana)
    sla_actions.publish(policy)
    for _ in range(TICKETS):
        TicketFactory(type=kind, at=timezone.now() - timedelta(days=60), assignee=ana)
    celery_worker_process.start()

    sweep_until(escalations)
    celery_worker_process.kill()
    half_done = len(escalations())
    celery_worker_process.start()
    sweep_until(is_swept)
    celery_worker_process.stop()

    assert 0 < half_done < TICKETS * 5
    assert len(breaches()) == len(set(breaches())) == TICKETS * 2
    assert len(escalations()) == len(set(escalations())) == TICKETS * 5
    assert Notification.objects.count() == TICKETS * 2
    assert Ticket.objects.filter(breached_at=None).count() == 0
