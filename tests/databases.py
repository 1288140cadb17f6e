"""The databases of the tests: copies of one that was migrated once, and as the migrations left it after each test.

Whoever connects must be a superuser, as in the embedded PostgreSQL and in its image for Docker.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection, transaction
from django.test import TransactionTestCase
from psycopg.errors import DeadlockDetected
from pytest_django.plugin import DjangoDbBlocker

from helpdesk import grants

PREFIX = "template_of_tests_"
LOCK = 7_355_608  # known to nobody but the sessions of tests
FILLED_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'migrated'"
ALL_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Have the database of this session copied, not migrated anew."""
    with django_db_blocker.unblock():
        settings.DATABASES["default"]["TEST"]["TEMPLATE"] = migrated_database()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> Iterator[None]:
    """Bring back what the migrations made after every test that commits, whichever comes next."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _test: restore())
        yield


def migrated_database() -> str:
    """Return the name of a database that was migrated by the migrations of today; make it where there is none."""
    name = PREFIX + digest_of_migrations()
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX])
        found = {row[0] for row in cursor.fetchall()}
        if name not in found:
            for old in found:
                cursor.execute(f"DROP DATABASE {old} WITH (FORCE)")
            draft = f"{PREFIX}draft"
            cursor.execute(f"CREATE DATABASE {draft} ENCODING 'UTF8' TEMPLATE template0")
            with connected_to(draft):
                migrate()
            cursor.execute(f"ALTER DATABASE {draft} RENAME TO {name}")
    return name


def digest_of_migrations() -> str:
    """Return a name for the present state of the migrations."""
    folders = sorted(Path(app.path) / "migrations" for app in apps.get_app_configs())
    files = [Path(grants.__file__), *(file for folder in folders for file in sorted(folder.glob("*.py")))]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]


@contextmanager
def connected_to(name: str) -> Iterator[None]:
    """Work on another database for a while."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


def migrate() -> None:
    """Migrate, and keep a copy of what the migrations put into the tables."""
    call_command("migrate", verbosity=0, interactive=False, run_syncdb=True)
    call_command("createcachetable")
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA migrated")
        for table in tables(ALL_TABLES):
            cursor.execute(f'SELECT EXISTS (SELECT FROM "{table}")')
            if cursor.fetchone()[0]:
                cursor.execute(f'CREATE TABLE migrated."{table}" AS TABLE "{table}"')


def tables(which: str) -> list[str]:
    """Return the names of tables."""
    with connection.cursor() as cursor:
        cursor.execute(which)
        return sorted(row[0] for row in cursor.fetchall())


def restore() -> None:
    """Empty all tables, once nobody works on them any more, and fill those that the migrations had filled."""
    public = [f'public."{table}"' for table in tables(ALL_TABLES)]
    statements = [
        f"LOCK TABLE {', '.join(public)}",
        "SET LOCAL session_replication_role = replica",  # neither triggers nor references get in the way
        *(f"DELETE FROM {table}" for table in public),
        *(f'INSERT INTO public."{table}" TABLE migrated."{table}"' for table in tables(FILLED_TABLES)),
    ]
    try:
        run_at_once(statements)
    except OperationalError as error:
        if not isinstance(error.__cause__, DeadlockDetected):
            raise
        run_at_once(statements)  # somebody was still at work after all, and is not any more


def run_at_once(statements: list[str]) -> None:
    """Run statements in one transaction."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(";".join(statements))
