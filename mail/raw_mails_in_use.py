"""Which raw mails the database names."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from mail import raw_store
from mail.models import InboundMail, OutboundMail


def raw_mails() -> Iterator[str]:
    """Return the files of mails as they came, and as they left."""
    came = InboundMail.objects.with_raw().order_by().values_list("raw_sha256", flat=True)
    left = OutboundMail.objects.built().order_by().values_list("mime_sha256", flat=True)
    for hashes in (came, left):
        for sha256 in hashes.iterator():
            yield str(raw_store.location(sha256).relative_to(Path(settings.MEDIA_ROOT)))
