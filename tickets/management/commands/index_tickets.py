"""Index tickets again, after the desk or PostgreSQL has learnt how to read words."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from tickets import actions
from tickets.models import SearchDocument, Ticket


class Command(BaseCommand):
    """Write down anew what tickets are found by."""

    help = "Index the tickets that another version of the desk has indexed, or none; prints how many."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take whether all are wanted."""
        parser.add_argument("--all", action="store_true", help="index every ticket")

    def handle(self, *args: object, **options: object) -> None:
        """Go through the tickets, one transaction each, the newest first."""
        if options["all"]:
            tickets = Ticket.objects.order_by("-pk").iterator(chunk_size=500)
        else:
            tickets = (document.ticket for document in SearchDocument.objects.outdated().iterator(chunk_size=500))
        count = 0
        for count, ticket in enumerate(tickets, start=1):  # noqa: B007 -- the last number is what is printed
            actions.index_again(ticket)
        self.stdout.write(f"{count}")
