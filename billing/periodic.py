"""Jobs of billing: one proposal of a batch, and batches that were left half done."""

from datetime import timedelta

from celery import shared_task
from django.db import OperationalError
from django.utils import timezone

from billing import actions
from billing.models import ProposalBatch

PATIENCE = timedelta(minutes=2)


@shared_task(autoretry_for=(OperationalError,), retry_backoff=True, max_retries=5)
def generate_target(batch_id: int, key: str) -> None:
    """Make one proposal of a batch; delivered twice, it is made once; a batch that is gone needs none."""
    if ProposalBatch.objects.filter(pk=batch_id).exists():
        actions.run_target(batch_id, key)


@shared_task
def resume_batches() -> None:
    """Take up batches whose worker died or whose jobs the queue lost."""
    for batch in ProposalBatch.objects.left_over(timezone.now() - PATIENCE):
        actions.resume(batch)
