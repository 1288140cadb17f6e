"""Jobs of billing: one proposal of a batch, batches that were left half done, documents that were never drawn."""

from datetime import timedelta

from celery import shared_task

from billing import actions, documents, tasks
from billing.models import InvoiceProposal, ProposalBatch
from helpdesk import current_time

PATIENCE = timedelta(minutes=2)
AT_ONCE = 50


@shared_task
def generate_target(batch_id: int, key: str) -> None:
    """Make one proposal of a batch; delivered twice, it is made once; a batch that is gone needs none."""
    if ProposalBatch.objects.filter(pk=batch_id).exists():
        actions.run_target(batch_id, key)


@shared_task
def resume_batches() -> None:
    """Take up batches whose worker died or whose jobs the queue lost."""
    for batch in ProposalBatch.objects.left_over(current_time.now() - PATIENCE):
        actions.resume(batch)


@shared_task
def draw_missing() -> None:
    """Have the documents of confirmed proposals drawn whose jobs the queue lost; drawn twice, each is kept once.

    One that was too large takes its twenty seconds of a processor once a day.
    """
    for proposal_id in InvoiceProposal.objects.undrawn().values_list("pk", flat=True)[:AT_ONCE]:
        if not documents.was_too_large(proposal_id):
            tasks.keep_pdf.delay(proposal_id)
