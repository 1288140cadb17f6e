"""Take one mail from standard input into the journal, for a mail server's pipe."""

import os
import re
import sys
from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from django.db import DatabaseError

from mail.actions import take_in
from mail.errors import UnknownRecipient
from mail.models import Mailbox

NO_SUCH_USER, TRY_LATER = 67, 75  # sysexits.h: EX_NOUSER bounces, EX_TEMPFAIL keeps the mail in the server's queue
ADDRESSED = re.compile(rb"(?im)^(?:delivered-to|x-original-to|envelope-to|to|cc)[ \t]*:[ \t]*([^\r\n]{0,2000})")
ADDRESS = re.compile(r"[\w.+=%-]{1,64}@[\w.-]{1,200}")
HEAD = 64 * 1024


class Command(BaseCommand):
    """Journal a mail; the exit code tells the mail server what became of it."""

    help = "Take one mail from standard input; exits with 75 when it could not be stored, so that it is tried again."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the envelope, which Postfix also puts into the environment."""
        parser.add_argument("--to", default="", help="the recipient (else ORIGINAL_RECIPIENT, else the mail's headers)")
        parser.add_argument("--sender", default="", help="the envelope sender (else SENDER)")

    def handle(self, *args: object, to: str, sender: str, **options: object) -> None:
        """Store the mail."""
        raw = sys.stdin.buffer.read()
        sender = sender or os.environ.get("SENDER", "")
        try:
            recipient = to or os.environ.get("ORIGINAL_RECIPIENT", "") or _addressed(raw)
            take_in(raw, to=recipient, sender=sender)
        except UnknownRecipient as refusal:
            self.stderr.write(refusal.reason)
            sys.exit(NO_SUCH_USER)
        except (DatabaseError, OSError) as error:
            self.stderr.write(f"The mail could not be stored: {error}")
            sys.exit(TRY_LATER)


def _addressed(raw: bytes) -> str:
    """Return the first address in the headers that is a mailbox of ours, else the default mailbox."""
    head = raw.replace(b"\r\n", b"\n").partition(b"\n\n")[0][:HEAD]
    for value in ADDRESSED.findall(head):
        for address in ADDRESS.findall(value.decode("utf-8", "replace")):
            if Mailbox.objects.for_recipient(address):
                return str(address)
    mailbox: Mailbox | None = Mailbox.objects.default()
    return str(mailbox.address) if mailbox else ""
