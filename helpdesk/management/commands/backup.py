"""Back up the installation."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from helpdesk import backups


class Command(BaseCommand):
    """``manage.py backup DIR``."""

    help = "Back up the database, the files and the keys into a new folder, while the desk is at work."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the folder."""
        parser.add_argument("folder", type=Path, metavar="DIR", help="where to; must not exist yet")

    def handle(self, *_args: object, folder: Path, **_options: object) -> None:
        """Make it whole or not at all."""
        try:
            made = backups.make(folder.absolute())
        except backups.BackupFailed as failure:
            raise CommandError(str(failure)) from failure
        self.stdout.write(f"{folder}: {made.count} files, {made.size / 1e6:.1f} MB, PostgreSQL {made.postgresql}.")
        self.stdout.write("Keep it from others, for it holds the keys; and copy it to another disk.")
        if made.missing_files:
            self.stderr.write(f"{made.missing_files} files that the database names were lost before.")
