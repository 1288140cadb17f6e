"""Mailboxes that were not fetched for a quarter of an hour: administrators and the health page know."""

from datetime import timedelta

import pytest
from django.utils import timezone

from helpdesk.deferred_text import deferred
from mail import periodic
from mail.actions.mailboxes import note_failure, note_success
from mail.models import Alert, Mailbox
from tests.mail.factories import MailboxFactory

pytestmark = pytest.mark.django_db


def silent_for(minutes: float, **fields: object) -> Mailbox:
    return MailboxFactory(imap=True, last_success_at=timezone.now() - timedelta(minutes=minutes), **fields)


def keys() -> list[str]:
    return [alert.key.partition(":")[0] for alert in Alert.objects.open()]


@pytest.mark.parametrize(
    ("minutes", "fields", "count"),
    [(14, {}, 0), (16, {}, 1), (16, {"is_active": False}, 0), (16, {"protocol": "none"}, 0)],
)
def test_mailbox_is_silent_after_a_quarter_of_an_hour(client, all_at_work, minutes, fields, count):
    mailbox = silent_for(minutes, **fields)

    told = client.get("/health/")

    assert told.json()["degraded"] == ({"mailboxes_not_fetched": 1} if count else {})
    assert (told.status_code, mailbox.address in told.text) == (200, False)


@pytest.mark.parametrize(("minutes", "count"), [(14, 0), (16, 1)])
def test_mailbox_that_never_was_fetched_counts_from_its_making(minutes, count):
    MailboxFactory(imap=True, created_at=timezone.now() - timedelta(minutes=minutes))

    assert periodic.count_silent() == count


def test_silence_is_told_once_until_the_next_success():
    mailbox = silent_for(16, trouble=deferred("The server does not answer."))
    for _ in range(3):
        periodic.find_silence()
    alert = Alert.objects.get()

    note_success(mailbox)

    assert (alert.times, alert.mailbox, "does not answer" in alert.text, keys()) == (3, mailbox, True, [])
    assert periodic.count_silent() == 0


def test_failing_that_is_known_already_is_not_told_twice():
    mailbox = silent_for(16, failures=3)
    periodic.find_silence()
    before = keys()

    note_failure(mailbox, "refused")
    periodic.find_silence()

    assert (before, keys()) == (["silent"], ["fetch"])
