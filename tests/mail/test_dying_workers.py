"""What becomes of copies whose worker died."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from mail import actions, delivery, periodic
from mail.enums import DeliveryState, Trouble
from mail.models import Delivery, OutboundMail
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


def test_answer_that_comes_after_the_lease_ran_out_changes_nothing(peer):
    outbound = dead_while_sending()
    copy = outbound.deliveries.get()
    delivery.expire_leases(timezone.now() + timedelta(minutes=6))

    delivery.record(copy, delivery.attempt(copy))

    assert outbound.deliveries.get().state == DeliveryState.UNKNOWN


def test_mail_that_was_put_off_often_is_tried_again_when_its_worker_dies():
    outbound = dead_while_sending()
    Delivery.objects.update(attempts=20, lease_until=timezone.now())

    delivery.expire_leases(timezone.now())

    assert due_at(11) == [outbound.pk]


@pytest.mark.parametrize(("hours", "state"), [(47, DeliveryState.QUEUED), (49, DeliveryState.FAILED)])
def test_copy_that_kills_every_worker_before_its_body_is_given_up_after_two_days(settings, hours, state):
    settings.MAIL_FAILURE_TASK = ""
    outbound = actions.enqueue(outgoing(thread=ThreadFactory()))
    delivery.lease(outbound.pk)
    OutboundMail.objects.update(created_at=timezone.now() - timedelta(hours=hours))

    delivery.expire_leases(timezone.now() + timedelta(minutes=6))

    copy = outbound.deliveries.get()
    assert (copy.state, copy.trouble == Trouble.GIVEN_UP) == (state, state == DeliveryState.FAILED)
