"""Listen to the mailboxes, so that mail is fetched the moment it comes."""

import signal
from types import FrameType

from django.conf import settings
from django.core.management.base import BaseCommand

from mail.idle_watch import IdleWatch
from mail.periodic import fetch_mailbox


class Command(BaseCommand):
    """Listen until stopped."""

    help = "Listen to the mailboxes that want it (IMAP IDLE) and have mail fetched at once. One process is enough."

    def handle(self, *args: object, **options: object) -> None:
        """Serve until SIGTERM or Ctrl-C."""
        watch = IdleWatch(fetch_mailbox.delay, alive=settings.VAR_DIR / "listen_mail.alive")

        def stop(_number: int, _frame: FrameType | None) -> None:
            watch.stop()

        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, stop)
        self.stdout.write("Listening for mail.")
        self.stdout.flush()
        watch.run()
