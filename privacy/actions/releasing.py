"""Deleting bytes: files and raw mails that nothing needs any more."""

from collections.abc import Iterable
from functools import partial

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from helpdesk import files
from helpdesk.models import StoredFile
from mail import raws
from mail.models import InboundMail, OutboundMail
from tickets.models import Attachment


def drop_attachments(attachments: Iterable[Attachment]) -> int:
    """Delete ``attachments``, and the bytes that nothing else holds; return how many."""
    rows = list(attachments)
    Attachment.objects.filter(pk__in=[row.pk for row in rows]).delete()
    for pk in {row.file_id for row in rows}:
        _drop_file(pk)
    return len(rows)


def _drop_file(pk: int) -> None:
    file = StoredFile.objects.filter(pk=pk).first()
    if file is None:
        return
    path = files.location(file)
    try:
        with transaction.atomic():
            file.delete()
    except ProtectedError:
        return
    transaction.on_commit(partial(path.unlink, missing_ok=True))


def drop_raw_inbound(mails: Iterable[InboundMail]) -> int:
    """Delete the raw bytes of ``mails``, whatever stands of them; what waits for somebody waits no more."""
    rows = list(mails)
    hashes = {row.raw_sha256 for row in rows}
    now = timezone.now()
    InboundMail.objects.filter(pk__in=[row.pk for row in rows]).update(raw_deleted_at=now)
    for sha256 in hashes:
        drop_raw(sha256)
    return len(rows)


def drop_raw_outbound(mails: Iterable[OutboundMail]) -> int:
    """Delete the bytes to which ``mails`` were built."""
    rows = [row for row in mails if row.mime_sha256]
    OutboundMail.objects.filter(pk__in=[row.pk for row in rows]).update(mime_sha256="")
    for sha256 in {row.mime_sha256 for row in rows}:
        drop_raw(sha256)
    return len(rows)


def drop_raw(sha256: str) -> None:
    """Delete the raw mail with this hash once this transaction has committed, unless a mail still needs it."""
    needed = InboundMail.objects.with_raw().filter(raw_sha256=sha256).exists()
    if not (needed or OutboundMail.objects.of_bytes(sha256).exists()):
        transaction.on_commit(partial(raws.delete, sha256))
