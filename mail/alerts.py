"""Telling administrators of trouble, once while it lasts."""

from django.db import transaction
from django.db.models import F

from helpdesk import current_time
from helpdesk.deferred_text import DeferredText
from mail.models import Alert, Mailbox


@transaction.atomic
def raise_alert(key: str, said: DeferredText, *, mailbox: Mailbox | None = None) -> Alert:
    """Tell of a trouble; while it lasts the same ``key`` only counts on."""
    alert, made = Alert.objects.open().get_or_create(
        key=key, settled_at=None, defaults={"said": said, "mailbox": mailbox}
    )
    if not made:
        Alert.objects.filter(pk=alert.pk).update(times=F("times") + 1, said=said)
    return alert


@transaction.atomic
def settle_alerts(key: str) -> int:
    """Note that a trouble is over; return how many were."""
    return Alert.objects.open().of_key(key).update(settled_at=current_time.now())


@transaction.atomic
def dismiss_alert(alert_id: int) -> int:
    """Note that somebody has seen to a trouble."""
    return Alert.objects.open().filter(pk=alert_id).update(settled_at=current_time.now())
