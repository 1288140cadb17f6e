"""Serve the whole product as a demo; ``bin/demo`` calls this."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from helpdesk.project.demo import serving
from helpdesk.project.demo.processes import ChildDied
from helpdesk.project.demo.steps import StepFailed
from helpdesk.project.embedded import ServiceNotStarted


class Command(BaseCommand):
    """``manage.py serve_demo --port 8000 --reset``."""

    help = "Serve the whole product as a demo: services, data, web server, worker, beat and mail."
    requires_system_checks: tuple[str, ...] = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Let the caller name the port, and forget what was."""
        parser.add_argument("--port", type=int, default=8000, help="where the web server listens")
        parser.add_argument("--reset", action="store_true", help="forget all data and start afresh")
        parser.add_argument("--bare", action="store_true", help="load no demo data: an empty desk")

    def handle(self, *_args: object, port: int, reset: bool, bare: bool, **_options: object) -> None:
        """Serve until Ctrl-C."""
        try:
            with serving.only_one():
                if reset:
                    serving.reset()
                serving.serve(port, bare=bare)
        except (ChildDied, StepFailed, ServiceNotStarted, serving.AlreadyRunning) as reason:
            raise CommandError(str(reason)) from None
