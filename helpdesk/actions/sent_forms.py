"""What a form has made whose row keeps no key, so that the same form sent again makes nothing more."""

from datetime import timedelta
from uuid import UUID

from helpdesk import current_time, idempotency
from helpdesk.models import SentForm

KEPT = timedelta(days=30)  # as long as a session


def made_before(key: UUID | None) -> str | None:
    """Return the primary key of what was made under ``key``; whoever else comes with it waits until we are done."""
    earlier = idempotency.earlier(SentForm.objects.all(), key, "")
    return earlier.row if earlier else None


def remember(key: UUID | None, row: object) -> None:
    """Keep that ``row`` was made under ``key``, if there is one."""
    if key:
        SentForm.objects.update_or_create(key=key, defaults={"row": str(row)})


def forget_old() -> None:
    """Delete keys of forms that nobody has open any more."""
    SentForm.objects.older_than(current_time.now() - KEPT).delete()
