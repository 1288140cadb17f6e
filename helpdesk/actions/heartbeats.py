"""Keeping signs of life."""

from django.utils import timezone

from helpdesk.enums import Deed, Process
from helpdesk.models import Heartbeat


def beat(process: Process | Deed) -> None:
    """Note that ``process`` is at work now, or that a deed is done; one statement, whoever else notes it."""
    row = Heartbeat(process=process, at=timezone.now())
    Heartbeat.objects.bulk_create([row], update_conflicts=True, unique_fields=["process"], update_fields=["at"])
