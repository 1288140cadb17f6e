"""An address that mail does not reach, told beside the composer."""

from datetime import timedelta

import pytest
from django.utils import timezone

from mail import actions as mail_actions
from mail.automatic_mail_gate import may_auto_send, undeliverable
from mail.models import Delivery, InboundMail
from tests.mail.factories import ThreadFactory, journaled, outgoing
from tests.tickets.factories import TicketFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mailbox")]
GONE = "gone@client.example"
WORDS = "550 5.1.1 No such user"


def refused(count=2, address=GONE, **fields):
    for number in range(count):
        mail_actions.enqueue(outgoing(address, thread=ThreadFactory()))
        Delivery.objects.filter(pk=Delivery.objects.latest("pk").pk).update(
            **{"state": "failed", "code": 550, "diagnostic": f"{WORDS} {number}"} | fields
        )


def page(client):
    return client.get(TicketFactory(requester_email=GONE.title()).get_absolute_url()).content.decode()


def test_the_agent_reads_that_mail_comes_back_with_the_last_words_and_what_to_do(client, agent):
    refused()

    shown = page(client)

    told = ["Mail to this address comes back.", f"{WORDS} 1", "ask for an address that works", "?tab=details"]
    assert [words in shown for words in told] == [True] * 4


@pytest.mark.parametrize(
    "fields", [{"count": 1}, {"code": 552}, {"state": "sent", "sent_at": timezone.now()}, {"address": "x@y.example"}]
)
def test_less_than_that_says_nothing(client, agent, fields):
    refused(**fields)

    assert "comes back" not in page(client)


@pytest.mark.parametrize("is_auto", [False, True])
def test_a_mail_from_there_clears_it(client, agent, is_auto):
    refused()
    inbound = journaled()
    InboundMail.objects.filter(pk=inbound.pk).update(sender=GONE, is_auto=is_auto)

    assert "comes back" not in page(client)
    assert may_auto_send(GONE).allowed


def test_what_is_older_than_a_week_is_forgotten():
    refused()
    Delivery.objects.first().outbound.__class__.objects.update(created_at=timezone.now() - timedelta(days=8))

    assert undeliverable([GONE]) == []


def test_who_called_us_spam_is_named_with_that_reason():
    refused(1, complained=True, state="sent", sent_at=timezone.now())

    assert [found.reason for found in undeliverable([GONE, "", GONE])] == [
        "The recipient has reported our mail as spam."
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_any_number_of_addresses_costs_one_query(django_assert_num_queries, count):
    for number in range(count):
        refused(address=f"{number}@client.example")

    with django_assert_num_queries(1):
        assert len(undeliverable(f"{number}@client.example" for number in range(count))) == count


def test_nobody_to_write_to_costs_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert undeliverable([""]) == []
