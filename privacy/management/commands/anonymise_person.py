"""Forget a person, while what was done for them goes on counting."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from helpdesk.errors import Refusal
from privacy.actions import anonymise, count
from privacy.people import Person, find


class Command(BaseCommand):
    """Take everything that tells who a person is out of the desk."""

    help = "Anonymise the person with this e-mail address; without --yes only count what would change."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take who, and how far."""
        parser.add_argument("address", help="e-mail address of the person")
        parser.add_argument("--words", action="store_true", help="empty the words of their tickets as well")
        parser.add_argument("--yes", action="store_true", help="do it")

    def handle(self, *args: object, address: str, words: bool, yes: bool, **options: object) -> None:
        """Count, or do it."""
        try:
            person = find(address)
        except Refusal as refusal:
            raise CommandError(refusal.reason) from None
        if yes:
            self.stdout.write(f"anonymous-{anonymise(person, by=None, empties_words=words)}")
        else:
            self._tell(person)

    def _tell(self, person: Person) -> None:
        for one in count(person):
            self.stdout.write(f"{one.count:8} {one.label}")
        self.stdout.write("Nothing was changed; --yes does it.")
