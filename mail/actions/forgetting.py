"""Deleting the raw bytes of mail that was settled long ago, where the installation wants that (MAIL_RAW_KEEP_DAYS)."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from mail import raws
from mail.models import InboundMail, OutboundMail

AT_ONCE = 20_000


def forget_old_raws(now: datetime) -> int:
    """Delete the raw bytes of mail settled more than MAIL_RAW_KEEP_DAYS days before ``now``; return of how many.

    What became of a mail, its words and its files stay. Mail that waits, or that a person must look at, keeps all.
    """
    if not settings.MAIL_RAW_KEEP_DAYS:
        return 0
    old = InboundMail.objects.with_raw().settled_until(now - timedelta(days=settings.MAIL_RAW_KEEP_DAYS))
    return sum(map(forget_raw, old.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]))


@transaction.atomic
def forget_raw(inbound_id: int) -> bool:
    """Delete the raw bytes of one settled mail, unless another needs the same; false when somebody put it back.

    The file goes before the transaction ends: who dies in between, or does it twice, finds nothing left to delete.
    """
    sha256 = InboundMail.objects.values_list("raw_sha256", flat=True).get(pk=inbound_id)
    with connection.cursor() as cursor:  # whoever writes the same bytes down meanwhile waits, and writes them anew
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 1))", [sha256])
    inbound = InboundMail.objects.with_raw().settled_until(timezone.now()).filter(pk=inbound_id)
    mail = inbound.select_for_update(of=("self",)).first()
    if mail is None:
        return False
    inbound.update(raw_deleted_at=timezone.now())
    if not (InboundMail.objects.with_raw().of_bytes(mail).exists() or OutboundMail.objects.of_bytes(sha256).exists()):
        raws.delete(sha256)
    return True
