"""Keeping signs of life."""

from helpdesk import current_time
from helpdesk.enums import Deed, Process
from helpdesk.models import Heartbeat


def beat(process: Process | Deed) -> None:
    """Note that ``process`` is at work now, or that a deed is done; one statement, whoever else notes it."""
    row = Heartbeat(process=process, at=current_time.now())
    Heartbeat.objects.bulk_create([row], update_conflicts=True, unique_fields=["process"], update_fields=["at"])
