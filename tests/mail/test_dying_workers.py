"""What becomes of copies whose worker died."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from mail import actions, delivery, periodic, smtp
from mail.enums import DeliveryState, Trouble
from mail.models import Delivery
from tests.mail.factories import ThreadFactory, outgoing
from tests.mail.sending import dead_while_sending, due_at

pytestmark = pytest.mark.django_db


def test_worker_that_died_while_sending_leaves_the_copy_unknown(peer):
    outbound = dead_while_sending()

    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        periodic.send_due()

    copy = outbound.deliveries.get()
    assert (copy.state, copy.trouble, peer.taken) == (DeliveryState.UNKNOWN, Trouble.INTERRUPTED, [])
    assert due_at(17) == [outbound.pk]


def test_worker_that_died_before_the_body_has_sent_nothing_and_the_copy_leaves_at_once(peer):
    outbound = actions.enqueue(outgoing(thread=ThreadFactory()))
    delivery.lease(outbound.pk)

    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        periodic.send_due()

    copy = outbound.deliveries.get()
    assert (copy.state, copy.possibly_twice, len(peer.taken)) == (DeliveryState.SENT, False, 1)


@pytest.mark.parametrize(
    ("result", "state"), [(smtp.Result.SENT, DeliveryState.SENT), (smtp.Result.REFUSED, DeliveryState.UNKNOWN)]
)
def test_after_the_lease_ran_out_only_that_the_mail_was_taken_counts(result, state):
    outbound = dead_while_sending()
    copy = outbound.deliveries.get()
    delivery.expire_leases(timezone.now() + timedelta(minutes=6))

    delivery.record(copy, smtp.SendResult(result, 250, "OK"))

    assert outbound.deliveries.get().state == state


@pytest.mark.parametrize(
    "later",
    [
        smtp.SendResult(smtp.Result.CHANNEL_DOWN),
        smtp.SendResult(smtp.Result.LATER, 450),
        smtp.SendResult(smtp.Result.REFUSED, 550),
        smtp.SendResult(smtp.Result.UNKNOWN),
    ],
)
def test_late_news_that_the_mail_was_taken_outweighs_a_later_attempt_that_failed(settings, later):
    settings.MAIL_FAILURE_TASK = ""
    outbound = dead_while_sending()
    first = outbound.deliveries.get()
    delivery.expire_leases(timezone.now() + timedelta(minutes=6))
    Delivery.objects.update(next_attempt_at=timezone.now())
    delivery.record(delivery.lease(outbound.pk), later)

    delivery.record(first, smtp.SendResult(smtp.Result.SENT, 250, "OK"))

    copy = outbound.deliveries.get()
    assert (copy.state, copy.next_attempt_at) == (DeliveryState.SENT, None)


def test_a_report_of_delay_does_not_outweigh_a_late_answer():
    outbound = dead_while_sending()
    copy = outbound.deliveries.get()
    delivery.expire_leases(timezone.now() + timedelta(minutes=6))
    Delivery.objects.update(trouble=Trouble.DELAYED)

    delivery.record(copy, smtp.SendResult(smtp.Result.SENT, 250, "OK"))

    assert outbound.deliveries.get().state == DeliveryState.SENT


def test_answer_of_an_earlier_attempt_changes_nothing_once_the_next_has_begun():
    outbound = actions.enqueue(outgoing(thread=ThreadFactory()))
    copy = delivery.lease(outbound.pk)
    delivery.expire_leases(timezone.now() + timedelta(minutes=6))
    delivery.lease(outbound.pk)

    delivery.record(copy, smtp.SendResult(smtp.Result.SENT, 250, "OK"))

    assert outbound.deliveries.get().state == DeliveryState.SENDING


@pytest.mark.parametrize("state", [DeliveryState.QUEUED, DeliveryState.SENDING])
def test_worker_whose_lease_ran_out_before_the_body_sends_nothing(peer, state):
    outbound = actions.enqueue(outgoing(thread=ThreadFactory()))
    copy = delivery.lease(outbound.pk)
    delivery.expire_leases(timezone.now() + timedelta(minutes=6))
    if state == DeliveryState.SENDING:
        delivery.lease(outbound.pk)

    delivery.record(copy, delivery.attempt(copy))

    assert (outbound.deliveries.get().state, peer.taken) == (state, [])


def test_report_that_came_back_meanwhile_outweighs_a_late_answer():
    outbound = dead_while_sending()
    copy = outbound.deliveries.get()
    Delivery.objects.update(state=DeliveryState.FAILED, lease_until=None, bounced=True, trouble=Trouble.RETURNED)

    delivery.record(copy, smtp.SendResult(smtp.Result.SENT, 250, "OK"))

    assert outbound.deliveries.get().state == DeliveryState.FAILED


def test_mail_that_was_put_off_often_is_tried_again_when_its_worker_dies():
    outbound = dead_while_sending()
    Delivery.objects.update(attempts=20, lease_until=timezone.now())

    delivery.expire_leases(timezone.now())

    assert due_at(11) == [outbound.pk]


def dies_over(outbound, times, **fields):
    """Have workers die over a copy, and return it."""
    for _ in range(times):
        Delivery.objects.update(state="sending", lease_until=timezone.now(), **fields)
        delivery.expire_leases(timezone.now())
    return outbound.deliveries.get()


@pytest.mark.parametrize(("deaths", "state"), [(9, DeliveryState.QUEUED), (10, DeliveryState.FAILED)])
def test_copy_that_kills_ten_workers_before_its_body_is_given_up(settings, deaths, state):
    settings.MAIL_FAILURE_TASK = ""
    outbound = actions.enqueue(outgoing(thread=ThreadFactory()))

    copy = dies_over(outbound, deaths, body_begun_at=None)

    assert (copy.state, copy.trouble == Trouble.GIVEN_UP) == (state, state == DeliveryState.FAILED)


@pytest.mark.parametrize(("deaths", "is_tried_again"), [(9, True), (10, False)])
def test_copy_that_kills_ten_workers_with_its_body_stays_unknown(deaths, is_tried_again):
    outbound = actions.enqueue(outgoing(thread=ThreadFactory()))

    copy = dies_over(outbound, deaths, body_begun_at=timezone.now())

    assert (copy.state, copy.next_attempt_at is not None) == (DeliveryState.UNKNOWN, is_tried_again)


def test_copy_that_may_have_arrived_once_is_not_called_failed():
    outbound = actions.enqueue(outgoing(thread=ThreadFactory()))

    copy = dies_over(outbound, 10, body_begun_at=None, possibly_twice=True)

    assert (copy.state, copy.trouble) == (DeliveryState.UNKNOWN, Trouble.GIVEN_UP)
