"""Outgoing mail that does not leave: the health page counts it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from mail import actions
from mail.enums import DeliveryState
from mail.models import Delivery, OutboundMail
from tests.mail.factories import ThreadFactory, outgoing

pytestmark = pytest.mark.django_db


def degraded(client, *, written, not_before=None, **fields):
    """Return what the health page says of one copy of a mail written so many minutes ago."""
    outbound = actions.enqueue(outgoing(thread=ThreadFactory()))
    OutboundMail.objects.filter(pk=outbound.pk).update(created_at=ago(written), not_before=not_before)
    Delivery.objects.update(**fields)
    return client.get("/health/").json()["degraded"]


def ago(minutes):
    return timezone.now() - timedelta(minutes=minutes)


@pytest.mark.parametrize(("minutes", "told"), [(14, {}), (16, {"mail_late": 1})])
def test_a_mail_is_late_after_a_quarter_of_an_hour(client, all_at_work, minutes, told):
    assert degraded(client, written=minutes) == told


def test_a_mail_that_a_dead_channel_keeps_back_is_late(client, all_at_work):
    assert degraded(client, written=16, next_attempt_at=ago(-2)) == {"mail_late": 1}


def test_a_mail_that_the_recipients_server_puts_off_is_not_late(client, all_at_work):
    assert degraded(client, written=60, attempts=3, next_attempt_at=ago(-5)) == {}


def test_a_mail_whose_next_attempt_is_overdue_is_late(client, all_at_work):
    assert degraded(client, written=60, attempts=3, next_attempt_at=ago(16)) == {"mail_late": 1}


def test_a_mail_that_may_still_be_taken_back_is_not_late(client, all_at_work):
    assert degraded(client, written=60, not_before=ago(1)) == {}


@pytest.mark.parametrize(("hours", "told"), [(23, {"mail_refused": 1}), (25, {})])
def test_refused_mail_of_the_last_day_is_counted(client, all_at_work, hours, told):
    assert degraded(client, written=hours * 60, state=DeliveryState.FAILED) == told


def test_mail_that_has_left_is_no_trouble(client, all_at_work):
    assert degraded(client, written=60, state=DeliveryState.SENT, sent_at=ago(59)) == {}
