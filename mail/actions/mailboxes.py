"""What is noted about a mailbox while its mail is fetched."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from mail.models import Mailbox

LONGEST_PAUSE = 60


@transaction.atomic
def begin_again(mailbox: Mailbox, *, uidvalidity: int, last_uid: int) -> None:
    """Point the cursor into a folder as the server numbers it now."""
    mailbox.uidvalidity, mailbox.last_uid = uidvalidity, last_uid
    mailbox.save(update_fields=["uidvalidity", "last_uid"])


@transaction.atomic
def move_cursor(mailbox: Mailbox, uid: int) -> None:
    """Note that everything up to ``uid`` is in the journal."""
    mailbox.last_uid = uid
    mailbox.save(update_fields=["last_uid"])


@transaction.atomic
def note_success(mailbox: Mailbox) -> None:
    """Note that the server was asked and answered."""
    Mailbox.objects.filter(pk=mailbox.pk).update(
        last_success_at=timezone.now(), last_error="", failures=0, next_fetch_at=None
    )


@transaction.atomic
def note_failure(mailbox: Mailbox, reason: str) -> None:
    """Note in plain words why mail could not be fetched, and wait longer with each failure."""
    pause = timedelta(minutes=min(2**mailbox.failures, LONGEST_PAUSE))
    Mailbox.objects.filter(pk=mailbox.pk).update(
        last_error=reason, failures=F("failures") + 1, next_fetch_at=timezone.now() + pause
    )
