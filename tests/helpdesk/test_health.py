"""What the desk says of its own health, to those who watch over it."""

import pytest
from django.core.cache import caches
from django.db import OperationalError, connection

from helpdesk import disk, embedded, health, zones


def said(**away):
    good = {"database": True, "queue": True, "cache": True, "disk": True}
    return {**good, **away, "degraded": {}, "time_zones": zones.versions()}


def no_database(*_args):
    raise OperationalError


@pytest.mark.django_db
def test_health_is_good_while_everything_answers(client):
    response = client.get("/health/")

    assert (response.status_code, response.json()) == (200, said())


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
