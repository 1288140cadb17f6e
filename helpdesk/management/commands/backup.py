"""Back up the installation."""

from argparse import ArgumentTypeError
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from helpdesk.project import backups


class Command(BaseCommand):
    """``manage.py backup DIR``."""

    help = "Back up the database, the files and the keys into a new folder, while the desk is at work."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the folder, and how many backups stay."""
        parser.add_argument("folder", type=Path, metavar="DIR", help="where to; must not exist yet")
        parser.add_argument(
            "--keep", type=_count, metavar="N", help="delete older backups beside it, once it is made, but the newest N"
        )

    def handle(self, *_args: object, folder: Path, keep: int | None, **_options: object) -> None:
        """Make it whole or not at all; older ones go only then."""
        folder = folder.absolute()
        try:
            made = backups.make(folder)
            self._tell(folder, made)
            for old in backups.forget_older(folder, keep) if keep else ():
                self.stdout.write(f"{old}: deleted, for {keep} newer ones are kept.")
        except (backups.BackupFailed, OSError) as failure:
            raise CommandError(str(failure)) from failure

    def _tell(self, folder: Path, made: backups.Manifest) -> None:
        self.stdout.write(f"{folder}: {made.count} files, {made.size / 1e6:.1f} MB, PostgreSQL {made.postgresql}.")
        self.stdout.write("Keep it from others, for it holds the keys; and copy it to another disk.")
        if made.missing_files:
            self.stderr.write(f"{made.missing_files} files that the database names were lost before.")


def _count(typed: str) -> int:
    number = int(typed)
    if number < 1:
        raise ArgumentTypeError("at least 1: the backup that is made now")
    return number
