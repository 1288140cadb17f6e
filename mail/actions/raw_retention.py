"""Deleting the raw bytes of mail that was settled long ago, where the installation wants that (MAIL_RAW_KEEP_DAYS)."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from helpdesk import current_time
from helpdesk.file_locks import hold_alone
from mail import raw_store
from mail.models import InboundMail, OutboundMail

AT_ONCE = 20_000

log = logging.getLogger(__name__)


def forget_old_raws(now: datetime) -> int:
    """Delete the raw bytes of mail settled more than MAIL_RAW_KEEP_DAYS days before ``now``; return of how many.

    What became of a mail, its words and its files stay. Mail that waits, or that a person must look at, keeps all. A
    file that cannot be deleted stops no other.
    """
    if settings.MAIL_RAW_KEEP_DAYS <= 0:
        return 0
    until = now - timedelta(days=settings.MAIL_RAW_KEEP_DAYS)
    old = InboundMail.objects.with_raw().settled_until(until).order_by("handled_at")
    return sum(_forgotten(pk, until) for pk in old.values_list("pk", flat=True)[:AT_ONCE])


def _forgotten(inbound_id: int, until: datetime) -> bool:
    try:
        return forget_raw(inbound_id, until)
    except OSError:
        log.exception("The raw bytes of mail %s cannot be deleted", inbound_id)
        return False


@transaction.atomic
def forget_raw(inbound_id: int, until: datetime) -> bool:
    """Delete the raw bytes of a mail settled at ``until`` or before, unless another mail needs the same bytes.

    False where it is gone, or somebody put it back or settled it anew meanwhile. The file goes before the transaction
    ends: who dies in between, or does it twice, finds nothing left to delete.
    """
    hold_alone(InboundMail.objects.filter(pk=inbound_id).values_list("raw_sha256", flat=True).first() or "")
    old = InboundMail.objects.with_raw().settled_until(until).filter(pk=inbound_id)
    mail = old.select_for_update(of=("self",)).first()
    if mail is None:
        return False
    old.update(raw_deleted_at=current_time.now())
    drop_raw(mail.raw_sha256)
    return True


@transaction.atomic
def drop_raw(sha256: str) -> None:
    """Delete the raw bytes with this hash, unless a mail, in or out, needs them."""
    hold_alone(sha256)
    came = InboundMail.objects.with_raw().of_bytes(sha256)
    if not (came.exists() or OutboundMail.objects.of_bytes(sha256).exists()):
        raw_store.delete(sha256)
