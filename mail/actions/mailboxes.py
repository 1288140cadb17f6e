"""What is noted about a mailbox while its mail is fetched."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_noop as _

from helpdesk import current_time
from helpdesk.deferred_text import DeferredText, deferred
from mail.alerts import raise_alert, settle_alerts
from mail.models import Alert, Mailbox

LONGEST_PAUSE = 60
SILENT_FAILURES = 4


@transaction.atomic
def begin_again(mailbox: Mailbox, *, uidvalidity: int, last_uid: int, since: datetime | None = None) -> None:
    """Point the cursor into a folder as the server numbers it now; ``since`` is when we first looked into it."""
    mailbox.uidvalidity, mailbox.last_uid, mailbox.floor_uid, mailbox.swept_at = uidvalidity, last_uid, last_uid, None
    mailbox.watched_since = mailbox.watched_since or since
    mailbox.save(update_fields=["uidvalidity", "last_uid", "floor_uid", "swept_at", "watched_since"])


@transaction.atomic
def move_cursor(mailbox: Mailbox, uid: int) -> None:
    """Note that everything up to ``uid`` is in the journal."""
    mailbox.last_uid = uid
    mailbox.save(update_fields=["last_uid"])


@transaction.atomic
def note_sweep(mailbox: Mailbox, at: datetime) -> None:
    """Note when the folder was last compared with the journal."""
    mailbox.swept_at = at
    mailbox.save(update_fields=["swept_at"])


@transaction.atomic
def note_trial(mailbox: Mailbox, result: str) -> None:
    """Keep what trying the mailbox out has shown."""
    Mailbox.objects.filter(pk=mailbox.pk).update(tested_at=current_time.now(), test_result=result)


@transaction.atomic
def note_success(mailbox: Mailbox) -> None:
    """Note that the server was asked and answered."""
    Mailbox.objects.filter(pk=mailbox.pk).update(
        last_success_at=current_time.now(), trouble={}, failures=0, next_fetch_at=None
    )
    settle_alerts(f"fetch:{mailbox.pk}")
    settle_alerts(f"silent:{mailbox.pk}")


@transaction.atomic
def note_not_fetched(mailbox: Mailbox) -> None:
    """Forget what troubled a mailbox while it was fetched: nobody waits for its server any more."""
    Mailbox.objects.filter(pk=mailbox.pk).update(trouble={}, failures=0, next_fetch_at=None)
    settle_alerts(f"fetch:{mailbox.pk}")
    settle_alerts(f"silent:{mailbox.pk}")


@transaction.atomic
def note_silence(mailbox: Mailbox) -> None:
    """Tell administrators that a mailbox was not fetched for long, unless they know already what is wrong with it."""
    if Alert.objects.open().of_key(f"fetch:{mailbox.pk}").exists():
        return
    text = _("No mail of %(mailbox)s was fetched for a quarter of an hour. %(reason)s")
    reason = mailbox.trouble or deferred(_("Does the worker run?"))
    raise_alert(f"silent:{mailbox.pk}", deferred(text, mailbox=mailbox, reason=reason), mailbox=mailbox)


@transaction.atomic
def note_failure(mailbox: Mailbox, reason: DeferredText) -> None:
    """Note in plain words why mail could not be fetched, and wait longer with each failure."""
    pause = timedelta(minutes=min(2**mailbox.failures, LONGEST_PAUSE))
    Mailbox.objects.filter(pk=mailbox.pk).update(
        trouble=reason, failures=F("failures") + 1, next_fetch_at=current_time.now() + pause
    )
    if mailbox.failures + 1 >= SILENT_FAILURES:
        said = deferred(_("Mail of %(mailbox)s is not fetched: %(reason)s"), mailbox=mailbox, reason=reason)
        raise_alert(f"fetch:{mailbox.pk}", said, mailbox=mailbox)
        settle_alerts(f"silent:{mailbox.pk}")
