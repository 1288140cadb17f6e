"""What the clock does: purge, where our firm wants that."""

from celery import shared_task

from helpdesk import current_time
from helpdesk.models import CompanyProfile
from privacy.actions import purge


@shared_task
def purge_old() -> None:
    """Delete what is older than our firm keeps it; without that setting nothing."""
    purge(current_time.now(), CompanyProfile.current().purge_after_days, by=None)
