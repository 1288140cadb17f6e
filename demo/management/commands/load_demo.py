"""Fill an empty installation with the demo's data."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from demo import loading
from helpdesk import current_time


class Command(BaseCommand):
    """``manage.py load_demo --if-empty``."""

    help = "Fill an empty installation with half a year of a made-up IT-service company."

    def add_arguments(self, parser: CommandParser) -> None:
        """Let the caller ask for less, and be content with data that is there."""
        parser.add_argument("--tickets", type=int, default=loading.TICKETS, help="how many tickets (about)")
        parser.add_argument("--if-empty", action="store_true", help="do nothing when somebody has a login already")

    def handle(self, *_args: object, tickets: int, if_empty: bool, **_options: object) -> None:
        """Load everything or nothing."""
        if not loading.is_empty():
            if if_empty:
                return
            message = "This installation has users already; the demo's data goes only into an empty one."
            raise CommandError(message)
        loading.load_for_good(current_time.now(), tickets, say=self._say)

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
