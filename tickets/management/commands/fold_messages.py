"""Part new words from quoted ones again, after the desk has learnt how another mail program quotes."""

from argparse import ArgumentParser
from datetime import datetime, time

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_date

from tickets import intake
from tickets.models import Message


class Command(BaseCommand):
    """Read the mails of messages again."""

    help = "Read the mails of messages again and fold what they quote, as this version does; prints how many changed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the day to begin with."""
        parser.add_argument("--since", metavar="YYYY-MM-DD", help="only messages of this day (UTC) and later")

    def handle(self, *args: object, **options: object) -> None:
        """Go through the messages, one transaction each; done twice it changes nothing more."""
        messages = Message.objects.by_mail()
        if options["since"]:
            messages = messages.since(_midnight(str(options["since"])))
        found = (Message.objects.by_mail().get(pk=pk) for pk in messages.values_list("pk", flat=True).iterator())
        self.stdout.write(f"{sum(map(intake.split_again, found))}")


def _midnight(text: str) -> datetime:
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None:
        raise CommandError(f"{text} is no day; write it as 2026-01-31.")
    return timezone.make_aware(datetime.combine(day, time.min), timezone.get_default_timezone())
