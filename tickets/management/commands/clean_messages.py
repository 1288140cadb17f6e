"""Clean the words of messages again, after the cleaner learnt something."""

from django.core.management.base import BaseCommand

from helpdesk.html import SANITISER_VERSION
from tickets import actions
from tickets.models import Message


class Command(BaseCommand):
    """Clean what an older cleaner let through."""

    help = "Clean the words of all messages that an older version of the cleaner passed."

    def handle(self, *args: object, **options: object) -> None:
        """Go through the messages, one transaction each; stopped half-way, it goes on where it was."""
        count = 0
        for message in Message.objects.cleaned_before(SANITISER_VERSION).iterator(chunk_size=500):
            actions.sanitise_again(message)
            count += 1
        self.stdout.write(f"{count}")
