"""What the desk says of its own health, to those who watch over it."""

import os
import signal
import time
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.db import OperationalError, connection
from django.utils import timezone

from helpdesk import disk, health, jobs, periodic, zones
from helpdesk.enums import Deed, Process
from helpdesk.models import Heartbeat
from helpdesk.project import embedded

NOBODY = {"beat_silent": 1, "worker_silent": 1}


def said(degraded=NOBODY, heartbeats=None, **away):
    good = {"database": True, "queue": True, "cache": True, "disk": True}
    minutes = heartbeats or {"beat": None, "worker": None}
    return {**good, **away, "degraded": degraded, "heartbeats": minutes, "time_zones": zones.versions()}


def heard(response):
    """Return what the health page says, with the ages of heartbeats in minutes."""
    told = response.json()
    ages = {process: age and age // 60 for process, age in told["heartbeats"].items()}
    return {**told, "heartbeats": ages}


def last_seen(process, minutes):
    Heartbeat.objects.create(process=process, at=timezone.now() - timedelta(minutes=minutes))


def no_database(*_args):
    raise OperationalError


@pytest.mark.django_db
def test_health_is_good_while_everything_answers(client, all_at_work):
    response = client.get("/health/")

    assert (response.status_code, heard(response)) == (200, said({}, {"beat": 0, "worker": 0}))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("beat", "worker", "degraded"),
    [
        (2, 2, {}),
        (4, 2, {"beat_silent": 1}),
        (2, 4, {"worker_silent": 1}),
    ],
)
def test_health_says_who_was_not_at_work_for_three_minutes(client, beat, worker, degraded):
    last_seen(Process.BEAT, beat)
    last_seen(Process.WORKER, worker)

    response = client.get("/health/")

    assert heard(response) == said(degraded, {"beat": beat, "worker": worker})


@pytest.mark.django_db
def test_health_says_that_nobody_was_ever_at_work(client):
    response = client.get("/health/")

    assert (response.status_code, response.json()) == (200, said(NOBODY))


@pytest.mark.django_db
@pytest.mark.parametrize(("hours", "degraded"), [(71, {}), (73, {"backup_old": 1})])
def test_health_says_when_the_last_backup_is_old(client, all_at_work, hours, degraded):
    last_seen(Deed.BACKUP, hours * 60)

    response = client.get("/health/")

    assert heard(response) == said(degraded, {"beat": 0, "worker": 0})


@pytest.mark.django_db
def test_a_worker_shows_life_by_a_job_of_the_schedule():
    periodic.show_life.delay()

    assert {process: age is None for process, age in jobs.ages().items()} == {"beat": True, "worker": False}


@pytest.mark.django_db
@pytest.mark.usefixtures("redis_server", "all_at_work")
@pytest.mark.parametrize(("count", "degraded"), [(2, {}), (3, {"jobs_piled_up": 3})])
def test_health_counts_jobs_that_pile_up(client, monkeypatch, count, degraded):
    monkeypatch.setattr(jobs, "MANY", 2)
    for _ in range(count):
        periodic.show_life.delay()

    response = client.get("/health/")

    assert response.json()["degraded"] == degraded


@pytest.mark.django_db
def test_health_is_bad_without_the_database(client):
    with connection.execute_wrapper(no_database):
        response = client.get("/health/")

    bad = {"database": False, "queue": True, "cache": True, "disk": True, "degraded": {}}
    assert (response.status_code, response.json()) == (503, bad)


@pytest.mark.django_db
def test_health_without_redis_says_so_and_takes_no_server_out_of_service(client, redis_server):
    redis_server.stop()

    response = client.get("/health/")

    assert (response.status_code, response.json()) == (200, said(queue=False, cache=False))


@pytest.mark.django_db
def test_health_does_not_wait_long_for_a_redis_that_hangs(client, redis_server):
    os.kill(redis_server.process.pid, signal.SIGSTOP)
    began = time.monotonic()

    response = client.get("/health/")

    assert response.json() == said(queue=False, cache=False)
    assert time.monotonic() - began < 5


@pytest.mark.django_db
def test_health_says_when_the_disk_has_no_room(client, monkeypatch):
    monkeypatch.setattr(disk, "LEAST_FREE", 1 << 62)

    response = client.get("/health/")

    assert (response.status_code, response.json()) == (200, said(disk=False))


def test_redis_of_the_tests_is_not_that_of_the_desk():
    pool = caches["figures"]._cache.get_client().connection_pool

    assert not embedded.redis_url().endswith(f"db={pool.connection_kwargs['db']}")


@pytest.mark.django_db
def test_trouble_of_an_app_is_counted_and_takes_no_server_out_of_service(client, monkeypatch):
    monkeypatch.setattr(health, "_checks", {"printers_on_fire": lambda: 2, "printers_without_paper": lambda: 0})

    response = client.get("/health/")

    assert (response.status_code, response.json()["degraded"]) == (200, {"printers_on_fire": 2})


@pytest.mark.django_db
def test_apps_are_not_asked_while_the_database_is_away(client, monkeypatch):
    monkeypatch.setattr(health, "_checks", {"printers_on_fire": lambda: 1 // 0})

    with connection.execute_wrapper(no_database):
        response = client.get("/health/")

    assert (response.status_code, response.json()["degraded"]) == (503, {})
