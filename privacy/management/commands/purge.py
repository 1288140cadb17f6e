"""Delete what is older than we want to keep it."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from helpdesk import current_time
from helpdesk.models import CompanyProfile
from privacy import actions


class Command(BaseCommand):
    """Delete tickets closed long ago, and people whom nothing needs any more."""

    help = "Purge closed tickets and orphan people; without --yes only count what would go."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take how old, and whether it is meant."""
        parser.add_argument("--days", type=int, help="days since the ticket was closed; else those of “our company”")
        parser.add_argument("--yes", action="store_true", help="do it")

    def handle(self, *args: object, days: int | None, yes: bool, **options: object) -> None:
        """Count, or do it."""
        days = CompanyProfile.current().purge_after_days if days is None else days
        if days <= 0:
            raise CommandError("Nothing is purged: say --days, or set the days in the administration (our company).")
        now = current_time.now()
        counts = actions.purge(now, days, by=None) if yes else actions.would_purge(now, days)
        for name, count in counts.items():
            self.stdout.write(f"{count:8} {name}")
        if not yes:
            self.stdout.write("Nothing was changed; --yes does it.")
