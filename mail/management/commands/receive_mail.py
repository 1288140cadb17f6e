"""Receive mail by SMTP, for a mail server that passes it on to us, or for a trial without any."""

import logging
import signal
from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from mail.smtp_server import MAX_SIZE, Intake, Receiver


class Command(BaseCommand):
    """Listen until stopped."""

    help = "Receive mail by SMTP and journal it. Do not open this port to the internet."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say where to listen."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=2525)
        parser.add_argument("--default", default="", metavar="ADDRESS", help="where mail for unknown recipients goes")

    def handle(self, *args: object, host: str, port: int, default: str, **options: object) -> None:
        """Serve until SIGTERM or Ctrl-C."""
        logging.getLogger("mail.log").setLevel(logging.WARNING)  # aiosmtpd's; it would tell every address
        stop = {signal.SIGINT, signal.SIGTERM}
        signal.pthread_sigmask(signal.SIG_BLOCK, stop)
        controller = Receiver(Intake(default), hostname=host, port=port, data_size_limit=MAX_SIZE, ident="helpdesk")
        controller.start()
        self.stdout.write(f"Receiving mail at {host}:{port}.")
        self.stdout.flush()
        signal.sigwait(stop)
        controller.stop()
