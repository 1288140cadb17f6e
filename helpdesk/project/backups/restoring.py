"""Restoring a backup: everything is looked at first, then everything is put back."""

import os
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import psycopg
from django.conf import settings
from django.db import connection
from django.db.backends.postgresql.base import DatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from kombu.exceptions import OperationalError as BrokerAway
from redis.exceptions import RedisError

from helpdesk import after_restore, disk, files_in_use, jobs
from helpdesk.project.backups import contents, keys, neighbours, postgres
from helpdesk.project.backups.contents import DUMP, FILES, Manifest
from helpdesk.project.backups.errors import BackupFailed

PATIENCE = 5.0  # connections that were closed just now, our own too, take a moment to end
BEGINNING = "helpdesk.0001_initial"  # what came before our first release began another way
OTHERS = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()
"""


@dataclass(frozen=True)
class Restored:
    """What there is after a backup was restored, and what is left to do."""

    made_at: str
    migrations_to_run: int
    missing_files: int
    key_taken_over: bool
    left_to_people: list[str]


def restore(folder: Path, *, replace: bool) -> Restored:
    """Put the backup in ``folder`` back; where the database has rows, only if ``replace`` says that they may go."""
    manifest = contents.read_manifest(folder)
    contents.verify(folder, manifest)
    keys.ensure_they_fit(folder)
    _ensure_we_know(manifest)
    _ensure_files_are_ours()
    _ensure_nobody_is_hurt(replace=replace)
    _restore_files(folder / FILES)
    postgres.load(folder / DUMP)
    left_to_people = list(after_restore.settle())
    taken_over = keys.take_over(folder)
    with suppress(BrokerAway, RedisError):  # jobs about the database that is gone would find nothing, or something else
        jobs.forget_all()
    missing = files_in_use.count_missing(Path(settings.MEDIA_ROOT))
    return Restored(manifest.made_at, _count_migrations(), missing, taken_over, left_to_people)


def _ensure_we_know(manifest: Manifest) -> None:
    if BEGINNING not in manifest.migrations:
        raise BackupFailed(f"The backup was made by an earlier version, {manifest.version}, that this one cannot read.")
    known = {f"{app_label}.{name}" for app_label, name in MigrationExecutor(connection).loader.disk_migrations}
    newer = sorted(set(manifest.migrations) - known)
    if newer:
        raise BackupFailed(f"The backup was made by a newer version, {manifest.version}; unknown here: {newer[0]}.")
    dumped, ours = int(manifest.postgresql.split(".")[0]), connection.get_database_version()[0]
    if dumped > ours:
        raise BackupFailed(f"The backup is of PostgreSQL {dumped}; this server is older: {ours}.")


def _ensure_files_are_ours() -> None:
    """Refuse to leave files that the desk could not write to: whoever runs it owns the folder of its files."""
    root = Path(settings.MEDIA_ROOT)
    if root.exists() and root.stat().st_uid != os.geteuid():
        raise BackupFailed(f"{root} belongs to {root.owner()}. Run this command as that user, as the desk is run.")


def _ensure_nobody_is_hurt(*, replace: bool) -> None:
    neighbours.ensure_unhurt(replace=replace)
    _let_go()
    deadline = time.monotonic() + PATIENCE
    while (others := _count_others()) and time.monotonic() < deadline:
        time.sleep(0.2)
    if others:
        raise BackupFailed(f"{others} other connections use the database. Stop all processes of the desk first.")


def _count_others() -> int:
    with psycopg.connect(**connection.get_connection_params()) as session:
        row = session.execute(OTHERS).fetchone()
    return int(row[0]) if row else 0


def _restore_files(source: Path) -> None:
    """Write each file that is not there as it was; the others hurt nobody."""
    target = Path(settings.MEDIA_ROOT)
    for path in contents.files_below(source):
        if not (target / path).exists() or contents.sha256(target / path) != contents.sha256(source / path):
            disk.write_durably(target / path, (source / path).read_bytes())


def _let_go() -> None:
    """Leave no connection of ours in the way of emptying the database."""
    connection.close()
    cast("DatabaseWrapper", connection).close_pool()


def _count_migrations() -> int:
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
