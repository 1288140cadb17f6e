"""Stop the embedded PostgreSQL and Redis of this installation."""

from django.core.management.base import BaseCommand

from helpdesk.project import embedded


class Command(BaseCommand):
    """``manage.py stop_services``."""

    help = "Stop the embedded PostgreSQL and Redis of this installation."
    requires_system_checks: tuple[str, ...] = ()

    def handle(self, *_args: object, **_options: object) -> None:
        """Stop what runs, and say what that was."""
        stopped = embedded.stop()
        self.stdout.write(f"Stopped {' and '.join(stopped)}." if stopped else "Nothing was running.")
