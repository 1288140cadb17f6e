"""Restore a backup of the installation."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from helpdesk.project import backups


class Command(BaseCommand):
    """``manage.py restore DIR``."""

    help = "Restore the database, the files and the keys from a folder that the command backup has made."
    requires_system_checks: tuple[str, ...] = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the folder, and the word that what is there may go."""
        parser.add_argument("folder", type=Path, metavar="DIR", help="where the backup lies")
        parser.add_argument("--replace", action="store_true", help="delete all that is in a database that is not empty")

    def handle(self, *_args: object, folder: Path, replace: bool, **_options: object) -> None:
        """Restore everything or nothing, and say what to do next."""
        try:
            done = backups.restore(folder.absolute(), replace=replace)
        except (backups.BackupFailed, OSError) as failure:
            raise CommandError(str(failure)) from failure
        self.stdout.write(f"Restored what was there at {done.made_at}.")
        if done.missing_files:
            self.stderr.write(f"{done.missing_files} files that the database names were lost before the backup.")
        for sentence in _next(done):
            self.stdout.write(sentence)


def _next(done: backups.Restored) -> Iterator[str]:
    """Say what a restored desk still needs."""
    if done.key_taken_over:
        yield "The secret key of the backup is that of this installation now."
    yield from done.left_to_people
    if done.migrations_to_run:
        yield f"Next: manage.py migrate, for {done.migrations_to_run} migrations are newer."
    if not (settings.STATIC_ROOT / "staticfiles.json").exists():
        yield "Next: manage.py collectstatic, for no page opens without the static files."
    yield "Next: start all processes, and look at /health/."
