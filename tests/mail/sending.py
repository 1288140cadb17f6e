"""Outgoing mail, as far as a test wants it sent."""

from datetime import timedelta

from django.utils import timezone

from mail import actions, delivery
from mail.models import Delivery, OutboundMail
from tests.mail.factories import ThreadFactory, outgoing


def sent(*addresses: str, **fields: object):
    """Enqueue a mail and let a worker try it once."""
    outbound = actions.enqueue(outgoing(*addresses, **{"thread": ThreadFactory()} | fields))
    delivery.deliver_due(outbound.pk)
    return outbound


def dead_while_sending() -> OutboundMail:
    """A mail whose worker died after the body had begun to leave."""
    outbound = actions.enqueue(outgoing(thread=ThreadFactory()))
    delivery.lease(outbound.pk)
    Delivery.objects.update(body_begun_at=timezone.now())
    return outbound


def due_at(minutes: float) -> list[int]:
    return Delivery.objects.due(timezone.now() + timedelta(minutes=minutes)).mail_ids()
