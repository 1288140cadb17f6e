"""What the desk says of its own health, to those who watch over it."""

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection

from helpdesk import embedded, health, zones


def no_database(*_args):
    raise OperationalError


@pytest.mark.django_db
def test_health_is_good_while_database_and_redis_answer(client):
    response = client.get("/health/")

    good = {"database": True, "redis": True, "degraded": {}, "time_zones": zones.versions()}
    assert (response.status_code, response.json()) == (200, good)


@pytest.mark.django_db
def test_health_is_bad_without_the_database(client):
    with connection.execute_wrapper(no_database):
        response = client.get("/health/")

    assert (response.status_code, response.json()) == (503, {"database": False, "redis": True, "degraded": {}})


@pytest.mark.django_db
def test_health_is_bad_without_redis(client, settings):
    settings.CACHES = {
        "default": {**settings.CACHES["default"], "LOCATION": "unix:///nowhere/redis.sock"},
    }

    response = client.get("/health/")

    assert (response.status_code, response.json()) == (503, {"database": True, "redis": False, "degraded": {}})


def test_redis_of_the_tests_is_not_that_of_the_desk():
    pool = cache._cache.get_client().connection_pool

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
