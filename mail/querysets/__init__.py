"""Every read of mail, with a name."""

from mail.querysets.boxes import AlertQuerySet, MailboxQuerySet, ReplyTokenQuerySet, ThreadQuerySet
from mail.querysets.inbound import InboundMailQuerySet
from mail.querysets.outbound import DeliveryQuerySet, OutboundMailQuerySet

__all__ = [
    "AlertQuerySet",
    "DeliveryQuerySet",
    "InboundMailQuerySet",
    "MailboxQuerySet",
    "OutboundMailQuerySet",
    "ReplyTokenQuerySet",
    "ThreadQuerySet",
]
