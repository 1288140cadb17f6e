"""Jobs of the floor."""

from celery import shared_task

from helpdesk import scanning
from helpdesk.models import StoredFile


@shared_task
def scan_file(file_id: int) -> None:
    """Have a file scanned; when the scanner does not say, the sweep asks again."""
    file = StoredFile.objects.filter(pk=file_id).first()
    try:
        if file:
            scanning.look_at(file)
    except scanning.NotScanned:
        return
