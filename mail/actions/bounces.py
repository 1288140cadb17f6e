"""Delivery reports: what came back is noted at the copy that it tells of."""

from collections.abc import Iterable

from django.db import transaction

from mail import ids
from mail.enums import DeliveryState, Trouble
from mail.models import Delivery, OutboundMail
from mail.parser import Bounce

_STATUS_TO_CODE = {"5.1": 550, "5.2": 552, "5.4": 550, "5.7": 554}


@transaction.atomic
def take_bounce(bounce: Bounce, addressed: Iterable[str] = ()) -> OutboundMail | None:
    """Mark the copy that ``bounce`` tells of as failed, and return its mail; nothing when it is none of ours.

    The secret address that the report came to, one of ``addressed``, names the copy for certain; else the ids in it
    name the mail.
    """
    named = copy_bounced_to(addressed, lock=True)
    if named:
        _note(named, bounce)
        return named.outbound
    outbound = OutboundMail.objects.with_ids(bounce.message_ids).first()
    if outbound is None:
        return None
    delivery = _copy(outbound, bounce.recipient)
    if delivery:
        _note(delivery, bounce)
    return outbound


def copy_bounced_to(addressed: Iterable[str], *, lock: bool = False) -> Delivery | None:
    """Return the copy of a mail of ours whose return address is one of ``addressed``."""
    found = (ids.split_plus(address, tag=ids.BOUNCE_TAG) for address in addressed)
    tokens = [token for _address, token in found if token]
    if not tokens:
        return None
    copies = Delivery.objects.bounced_to(tokens).select_related("outbound__thread__merged_into")
    delivery: Delivery | None = (copies.select_for_update(of=("self",)) if lock else copies).first()
    return delivery


def _copy(outbound: OutboundMail, recipient: str) -> Delivery | None:
    """Return the recipient's copy; a mail with a single recipient needs no address in the report."""
    copies = outbound.deliveries.select_for_update(of=("self",)).oldest_first()
    named = copies.to_address(recipient).first()
    return named or (copies.first() if len(copies) == 1 else None)


def _note(delivery: Delivery, bounce: Bounce) -> None:
    if bounce.kind == "delivered":
        return
    delivery.diagnostic = bounce.diagnostic or bounce.status
    delivery.complained = delivery.complained or bounce.kind == "complaint"
    delivery.trouble = Trouble.COMPLAINED if delivery.complained else Trouble.DELAYED
    if bounce.is_final:
        delivery.state, delivery.bounced, delivery.trouble = DeliveryState.FAILED, True, Trouble.RETURNED
        delivery.lease_until = delivery.next_attempt_at = None
        delivery.code = _code(bounce)
    delivery.save()


def _code(bounce: Bounce) -> int:
    """Return the SMTP code behind a report: the one it quotes, else the usual one for its status."""
    return bounce.reply_code or _STATUS_TO_CODE.get(bounce.status[:3], 554)
