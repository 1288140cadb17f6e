"""Attempts, outcomes, and putting a mail back."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from mail import actions, raw_store
from mail.decision import Decision
from mail.enums import InboundStatus
from mail.errors import NothingToRetry
from mail.models import InboundMail
from tests.helpdesk.factories import UserFactory
from tests.mail.factories import ThreadFactory, journaled

pytestmark = pytest.mark.django_db


def test_attempt_is_counted_and_reserves_the_mail():
    inbound = journaled()

    first, second = actions.start_attempt(inbound.pk), actions.start_attempt(inbound.pk)

    assert (first.attempts, second) == (1, None)


def test_mail_whose_worker_died_comes_back_after_the_reservation():
    inbound = journaled()
    actions.start_attempt(inbound.pk)

    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        overdue = list(InboundMail.objects.overdue(timezone.now()))
        again = actions.start_attempt(inbound.pk)

    assert (overdue, again.attempts) == ([inbound], 2)


@pytest.mark.guards(8)
def test_mail_that_kills_its_worker_three_times_is_set_aside():
    inbound = journaled()

    for minutes in (0, 6, 12, 18):
        with time_machine.travel(timezone.now() + timedelta(minutes=minutes)):
            actions.start_attempt(inbound.pk)

    inbound.refresh_from_db()
    assert (inbound.status, inbound.attempts) == (InboundStatus.QUARANTINED, 3)
    assert inbound.last_error == "Taking this mail in failed three times."


def test_failure_says_why_and_when_it_is_tried_again():
    inbound = actions.start_attempt(journaled().pk)

    actions.mark_failed(inbound, "No room")

    assert (inbound.status, inbound.last_error) == (InboundStatus.FAILED, "No room")
    assert timedelta(0) < inbound.next_attempt_at - timezone.now() <= timedelta(minutes=1)


def test_attempt_that_was_broken_off_is_given_back_however_often():
    inbound = journaled()

    for minutes in range(0, 20, 4):
        with time_machine.travel(timezone.now() + timedelta(minutes=minutes)):
            inbound = actions.give_back(actions.start_attempt(inbound.pk), "Busy")

    assert (inbound.status, inbound.attempts, inbound.last_error) == (InboundStatus.FAILED, 0, "Busy")


def test_attempts_that_are_broken_off_for_more_than_a_day_count():
    inbound = journaled()

    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1)):
        inbound = actions.give_back(actions.start_attempt(inbound.pk), "Busy")

    assert (inbound.status, inbound.attempts) == (InboundStatus.FAILED, 1)


def test_third_failure_sets_the_mail_aside():
    inbound = journaled()
    inbound.attempts = 3

    actions.mark_failed(inbound, "No room")

    assert (inbound.status, inbound.decision) == (InboundStatus.QUARANTINED, {"quarantined": "No room"})
    assert list(InboundMail.objects.set_aside()) == [inbound]


def test_processed_mail_is_not_attempted_again():
    inbound = actions.mark_processed(journaled(), Decision(matched_by="token", thread_id=ThreadFactory().pk))

    assert actions.start_attempt(inbound.pk) is None
    assert inbound.handled_at is not None


def test_ignored_mail_can_be_put_back_and_remembers_who_did():
    inbound = actions.mark_ignored(journaled(), Decision(ignored="duplicate"))
    user = UserFactory(superuser=True)

    again = actions.retry(inbound, by=user)

    assert (again.status, again.attempts) == (InboundStatus.RECEIVED, 0)
    assert again.decision == {"ignored": "duplicate", "retried_by": user.email, "forced": True}


def test_processed_mail_is_not_put_back():
    inbound = actions.mark_processed(journaled(), Decision(thread_id=ThreadFactory().pk))

    with pytest.raises(NothingToRetry):
        actions.retry(inbound, by=UserFactory())


@pytest.mark.django_db(transaction=True)
def test_of_four_workers_at_once_one_gets_the_mail():
    inbound = journaled()

    with ThreadPoolExecutor(4) as pool:
        begun = list(pool.map(_started, [inbound.pk] * 4))

    assert sorted(begun, key=bool) == [None, None, None, inbound]


def _started(pk):
    try:
        return actions.start_attempt(pk)
    finally:
        connection.close()


def test_mail_whose_file_is_gone_is_set_aside_too():
    inbound = journaled()
    raw_store.location(inbound.raw_sha256).unlink()
    InboundMail.objects.update(attempts=3)

    actions.start_attempt(inbound.pk)

    assert list(InboundMail.objects.set_aside()) == [inbound]
