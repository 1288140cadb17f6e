"""Jobs of the mail: fetch what has come, send what is due."""

from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.utils import translation

from helpdesk import current_time
from mail import delivery, fetch, mailbox_test, tasks
from mail.actions.mailboxes import note_silence
from mail.actions.raw_retention import forget_old_raws
from mail.models import Delivery, Mailbox

AT_ONCE = 500
A_DAY = timedelta(days=1)


@shared_task
def fetch_all() -> None:
    """Have every mailbox fetched that is due; each by a task of its own, so that a slow server stops no other."""
    for mailbox_id in Mailbox.objects.to_fetch(current_time.now()).values_list("pk", flat=True):
        fetch_mailbox.delay(mailbox_id)


@shared_task
def fetch_mailbox(mailbox_id: int) -> None:
    """Fetch one mailbox; failures of its server are noted there and seen in the administration."""
    mailbox = Mailbox.objects.to_fetch(current_time.now()).filter(pk=mailbox_id).first()
    if mailbox:
        fetch.fetch(mailbox)


def count_silent() -> int:
    """Return how many mailboxes were not fetched for a quarter of an hour."""
    return Mailbox.objects.silent(current_time.now()).count()


def count_late() -> int:
    """Return how many copies of outgoing mail should have left a quarter of an hour ago."""
    return Delivery.objects.late(current_time.now()).count()


def count_refused() -> int:
    """Return how many copies of the mails of the last day were refused for good."""
    return Delivery.objects.failed_since(current_time.now() - A_DAY).count()


@shared_task
def find_silence() -> None:
    """Tell administrators of mailboxes that were not fetched for a quarter of an hour; the next success ends it."""
    for mailbox in Mailbox.objects.silent(current_time.now()):
        note_silence(mailbox)


@shared_task
def forget_old_mail() -> None:
    """Delete old mail as it came, where the installation wants that."""
    forget_old_raws(current_time.now())


@shared_task
def send_due() -> None:
    """Give up on workers that died while sending, and have sent what waits: retries, and mail held back."""
    now = current_time.now()
    delivery.expire_leases(now)
    for outbound_id in Delivery.objects.due(now).mail_ids()[:AT_ONCE]:
        tasks.deliver.delay(outbound_id)


@shared_task
def try_mailbox(mailbox_id: int, language: str | None = None) -> None:
    """Try one mailbox out; what is found is seen in the administration, in the language of whoever asked."""
    mailbox = Mailbox.objects.active().filter(pk=mailbox_id).first()
    if mailbox:
        with translation.override(language or settings.LANGUAGE_CODE):
            mailbox_test.run_test(mailbox)
