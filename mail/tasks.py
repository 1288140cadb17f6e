"""Celery: deliver by id."""

from celery import shared_task

from mail import delivery


@shared_task
def deliver(outbound_id: int) -> None:
    """Send what is due of one mail; failures are kept at each copy, and the sweep tries them again."""
    delivery.deliver_due(outbound_id)
