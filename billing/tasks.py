"""Celery: draw documents, by id."""

from celery import shared_task

from billing import documents


@shared_task
def keep_pdf(proposal_id: int) -> None:
    """Draw and store the document of a confirmed proposal; one that is gone or has its document needs none."""
    documents.keep_pdf(proposal_id)
