"""Making a backup while the desk is at work."""

import os
import shutil
import tempfile
import tomllib
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from helpdesk import current_time, files_in_use
from helpdesk.actions import heartbeats
from helpdesk.enums import Deed
from helpdesk.project.backups import contents, keys, postgres
from helpdesk.project.backups.contents import DUMP, FILES, SUMS, Manifest
from helpdesk.project.backups.errors import BackupFailed


def make(folder: Path) -> Manifest:
    """Make a backup in ``folder``, which must not exist yet; a draft beside it becomes it at the end."""
    if folder.exists():
        raise BackupFailed(f"{folder} exists already; a backup is made in a new folder.")
    if folder.resolve().is_relative_to(Path(settings.MEDIA_ROOT).resolve()):
        raise BackupFailed(f"{folder} is among the files that are backed up; choose a folder elsewhere.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        manifest = _fill(draft)
        os.sync()
        draft.rename(folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    heartbeats.beat(Deed.BACKUP)
    return manifest


def forget_older(folder: Path, keep: int) -> list[Path]:
    """Delete the backups beside the one in ``folder`` but the newest ``keep``, itself included; return which."""
    made_at = {place: made for place in folder.parent.iterdir() if (made := _made_at(place))}
    newest = sorted(made_at, key=lambda place: (place == folder, made_at[place]), reverse=True)
    for place in newest[keep:]:
        half = place.with_name(f".{place.name}.forgotten")
        place.rename(half)
        shutil.rmtree(half)
    return newest[keep:]


def _made_at(place: Path) -> datetime | None:
    """Return when the backup in ``place`` was made; nothing where it is no backup, or not whole yet or any more."""
    if place.name.startswith(".") or place.is_symlink() or not (place / SUMS).is_file():
        return None
    try:
        return datetime.fromisoformat(contents.read_manifest(place).made_at)
    except (BackupFailed, ValueError, TypeError):
        return None


def _fill(draft: Path) -> Manifest:
    keys.write(draft)
    missing = _take_data(draft)
    contents.write_sums(draft)
    count, size = contents.size(draft)
    manifest = Manifest(
        made_at=current_time.now().isoformat(timespec="seconds"),
        version=_version(),
        postgresql=".".join(map(str, connection.get_database_version())),
        migrations=sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations()),
        count=count,
        size=size,
        missing_files=missing,
        sums_sha256=contents.sha256(draft / SUMS),
    )
    manifest.write(draft)
    return manifest


def _take_data(draft: Path) -> int:
    """Take the database and its files; return how many files it names that were lost before.

    A file is on the disk before a row names it, and is deleted after the row: the files before and after the moment
    of the database are together all that it names.
    """
    source, target = Path(settings.MEDIA_ROOT), draft / FILES
    target.mkdir()
    contents.add_files(source, target)
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        [(snapshot,)] = cursor.fetchall()
        contents.add_files(source, target)  # before the long dump: what is deleted meanwhile is named by it
        postgres.dump(draft / DUMP, snapshot)
        return _count_lost(source, target)


def _count_lost(source: Path, target: Path) -> int:
    """Return how many files are not in the backup because they are nowhere; one that is there was left out."""
    missing = list(files_in_use.missing(target))
    left_out = [path for path in missing if (source / path).exists()]
    if left_out:
        raise BackupFailed(f"{len(left_out)} files were not taken into the backup: {', '.join(left_out[:5])}.")
    return len(missing)


def _version() -> str:
    return str(tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["project"]["version"])
