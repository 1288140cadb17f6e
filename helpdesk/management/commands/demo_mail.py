"""The demo's outgoing mail server: it takes every mail and keeps it for the page ``/demo/mail/``."""

import signal

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.core.management.base import BaseCommand, CommandParser

from helpdesk import current_time
from helpdesk.project.demo import mails

TAKEN = "250 Kept for the page of demo mail"


class Keeper:
    """Keeps what it is handed."""

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 -- aiosmtpd's
        """Take one mail."""
        mails.keep(envelope.original_content or b"", list(envelope.rcpt_tos), now=current_time.now())
        return TAKEN


class Command(BaseCommand):
    """``manage.py demo_mail --port 2526``."""

    help = "Take the mail that the desk sends, and keep it for the page of demo mail."
    requires_system_checks: tuple[str, ...] = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Let the caller name the port."""
        parser.add_argument("--port", type=int, default=2526)

    def handle(self, *_args: object, port: int, **_options: object) -> None:
        """Serve until told to stop."""
        ends = {signal.SIGINT, signal.SIGTERM}
        signal.pthread_sigmask(signal.SIG_BLOCK, ends)  # before any thread, so that none of them is ended by one
        controller = Controller(Keeper(), hostname="127.0.0.1", port=port)
        controller.start()
        self.stdout.write(f"Taking mail on port {port}.")
        signal.sigwait(ends)
        controller.stop()
