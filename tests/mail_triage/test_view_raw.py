"""Mail as it came: handed out, missing, or deleted because its time was over."""

import pytest
from django.urls import reverse
from django.utils import timezone

from mail import actions as mail_actions
from mail import raw_store
from mail.models import InboundMail
from tests.mail.factories import journaled
from tests.mail.mails import mail

pytestmark = pytest.mark.django_db
DELETED = "was deleted after the time"


def set_aside():
    return mail_actions.mark_quarantined(journaled(mail("It smokes")), "Too much")


def forgotten(inbound):
    InboundMail.objects.filter(pk=inbound.pk).update(raw_deleted_at=timezone.now())
    raw_store.delete(inbound.raw_sha256)
    return inbound


def at(name, inbound):
    return reverse(f"mail_triage:attention_{name}", args=[inbound.pk])


@pytest.mark.parametrize("name", ["open", "raw"])
def test_a_mail_whose_file_is_gone_says_so(client, agent, name):
    inbound = set_aside()
    raw_store.location(inbound.raw_sha256).unlink()

    answer = client.get(at(name, inbound)) if name == "raw" else client.post(at(name, inbound))

    assert (answer.status_code, "is missing or damaged" in answer.content.decode()) == (404, True)


@pytest.mark.parametrize("name", ["open", "retry", "raw"])
def test_nothing_can_be_made_of_a_mail_that_was_deleted(client, agent, name):
    inbound = forgotten(mail_actions.discard(set_aside(), "Spam", by=agent))

    answer = client.get(at(name, inbound)) if name == "raw" else client.post(at(name, inbound))

    assert (answer.status_code, DELETED in answer.content.decode()) == (409, True)


def test_many_mails_that_were_deleted_are_refused_with_the_reason(client, agent):
    inbound = forgotten(mail_actions.discard(set_aside(), "Spam", by=agent))

    answer = client.post(reverse("mail_triage:attention_retry_many"), {"mail": [inbound.pk]}, follow=True)

    assert [DELETED in str(message) for message in answer.context["messages"]] == [True]


@pytest.mark.parametrize("is_deleted", [False, True])
def test_the_page_of_a_deleted_mail_says_so_and_offers_nothing(client, agent, is_deleted):
    inbound = mail_actions.discard(set_aside(), "Spam", by=agent)
    if is_deleted:
        forgotten(inbound)

    page = client.get(at("detail", inbound)).content.decode()

    offered = [at(name, inbound) in page for name in ("open", "attach", "retry", "raw")]
    assert (DELETED in page, offered) == (is_deleted, [not is_deleted] * 4)
