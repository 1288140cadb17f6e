"""Show what the parser makes of mails; ``manage.py`` and ``bin/manage`` do the same without starting Django."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from mail import parse_files


class Command(BaseCommand):
    """Parse files."""

    help = "Parse mails and print one JSON line each; with --reply-text print what is new in a plain reply."
    requires_system_checks = ()
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take any number of files."""
        parse_files.add_arguments(parser)

    def handle(self, *args: object, files: list[Path], reply_text: bool, **options: object) -> None:
        """Print what was found, one line for each file whatever is wrong with it; exit with 1 where something was."""
        failed = parse_files.show(files, self.stdout.write, is_reply=reply_text)
        if failed:
            raise CommandError("\n".join(failed))
