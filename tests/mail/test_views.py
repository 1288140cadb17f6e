"""Putting a mail back."""

import pytest
from django.urls import reverse

from mail import actions
from mail.decision import Decision
from mail.enums import InboundStatus
from tests.helpdesk.factories import UserFactory
from tests.mail.factories import ThreadFactory, journaled

pytestmark = pytest.mark.django_db


def retried(client, inbound):
    answer = client.post(reverse("mail:inbound_retry", args=[inbound.pk]))
    inbound.refresh_from_db()
    return answer.status_code, inbound.status


def test_administrator_puts_a_mail_back(client):
    client.force_login(UserFactory(admin=True))

    assert retried(client, actions.mark_quarantined(journaled(), "x")) == (302, InboundStatus.RECEIVED)


def test_agent_may_not(client):
    client.force_login(UserFactory(agent=True))

    assert retried(client, actions.mark_quarantined(journaled(), "x")) == (403, InboundStatus.QUARANTINED)


def test_stranger_is_sent_to_sign_in(client):
    assert retried(client, actions.mark_quarantined(journaled(), "x")) == (302, InboundStatus.QUARANTINED)


def test_mail_that_was_taken_in_is_refused(client):
    client.force_login(UserFactory(admin=True))

    assert retried(client, actions.mark_processed(journaled(), Decision(thread_id=ThreadFactory().pk)))[0] == 409
