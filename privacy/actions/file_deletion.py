"""Deleting bytes: files and raw mails that nothing needs any more.

The rows go with the caller's transaction; the bytes once that has committed, each in a transaction of its own that asks
anew whether somebody needs them, and for which whoever stores the same bytes waits.
"""

import time
from collections.abc import Iterable
from functools import partial

from django.db.models import QuerySet

from helpdesk import current_time, files
from helpdesk.after_commit import after_commit
from mail import actions as mail_actions
from mail.models import InboundMail, OutboundAttachment, OutboundMail
from tickets.models import Attachment


def drop_attachments(attachments: QuerySet[Attachment] | QuerySet[OutboundAttachment]) -> None:
    """Delete ``attachments``, and the bytes that nothing else holds."""
    held, now = set(attachments.values_list("file", flat=True)), time.time()
    attachments.delete()
    for pk in held:
        after_commit(partial(files.drop, pk, stored_before=now))


def drop_raw_inbound(mails: Iterable[InboundMail]) -> None:
    """Delete the raw bytes of ``mails``, whatever stands of them; what waits for somebody waits no more."""
    rows = list(mails)
    InboundMail.objects.filter(pk__in=[row.pk for row in rows]).update(raw_deleted_at=current_time.now())
    _drop_raws(row.raw_sha256 for row in rows)


def drop_raw_outbound(mails: Iterable[OutboundMail]) -> None:
    """Delete the bytes to which ``mails`` were built."""
    rows = [row for row in mails if row.mime_sha256]
    OutboundMail.objects.filter(pk__in=[row.pk for row in rows]).update(mime_sha256="")
    _drop_raws(row.mime_sha256 for row in rows)


def _drop_raws(hashes: Iterable[str]) -> None:
    for sha256 in set(hashes):
        after_commit(partial(mail_actions.drop_raw, sha256))
