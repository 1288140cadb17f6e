"""Hand a person's data out."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from helpdesk.errors import Refusal
from privacy.exports import export
from privacy.people import find


class Command(BaseCommand):
    """Write everything that the desk knows of a person into a zip."""

    help = "Write the rows, files and mails of the person with this e-mail address into a zip."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take who, and where to."""
        parser.add_argument("address", help="e-mail address of the person")
        parser.add_argument("path", type=Path, help="the zip to be written")

    def handle(self, *args: object, address: str, path: Path, **options: object) -> None:
        """Write the zip."""
        try:
            person = find(address)
        except Refusal as refusal:
            raise CommandError(refusal.reason) from None
        with path.open("wb") as archive:
            export(person, archive, by=None)
        self.stdout.write(f"{path}")
