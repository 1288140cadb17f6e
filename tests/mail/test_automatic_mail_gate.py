"""The gate of automatic mail."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from mail import actions
from mail.automatic_mail_gate import may_auto_send
from mail.decision import Decision
from mail.enums import AutoSubmitted, DeliveryState, OutboundKind
from mail.models import Delivery, OutboundMail
from mail.parser import parse
from tests.mail.factories import MailboxFactory, ThreadFactory, journaled, outgoing
from tests.mail.mails import mail

pytestmark = pytest.mark.django_db


def automatic(address: str = "ana@client.example", **fields: object):
    fields = {"kind": OutboundKind.AUTO, "auto_submitted": AutoSubmitted.REPLIED, "thread": ThreadFactory()} | fields
    return actions.enqueue(outgoing(address, **fields))


def test_customer_gets_an_acknowledgement():
    assert may_auto_send("Ana@client.example", thread=ThreadFactory(), answering=journaled()).allowed is True


@pytest.mark.parametrize(
    "address",
    ["", "nobody", "no-reply@x.example", "MAILER-DAEMON@x.example", "postmaster@x.example", "bounce+1@x.example"],
)
def test_machines_and_nobody_get_none(address):
    assert may_auto_send(address).allowed is False


@pytest.mark.guards(21)
def test_our_own_mailboxes_get_none_in_any_spelling():
    mailbox = MailboxFactory(is_active=False)

    assert may_auto_send(mailbox.address.upper().replace("@", "+x@")).allowed is False


@pytest.mark.guards(18)
def test_automatic_mail_is_not_answered():
    inbound = journaled()
    inbound.is_auto = True

    assert may_auto_send("ana@client.example", answering=inbound).reason == "The mail to answer was itself automatic."


@pytest.mark.guards(19)
def test_mail_with_an_empty_envelope_sender_is_not_answered():
    assert may_auto_send("ana@client.example", answering=journaled(envelope_from="<>")).allowed is False


@pytest.mark.guards(18)
def test_thread_is_acknowledged_once_per_address():
    thread = automatic().thread

    assert may_auto_send("ana@client.example", thread=thread).allowed is False
    assert may_auto_send("bob@client.example", thread=thread).allowed is True
    assert may_auto_send("ana@client.example", thread=thread, kind=OutboundKind.NOTIFICATION).allowed is True


def test_address_outside_of_any_conversation_is_answered_once_a_week():
    automatic(thread=None, mailbox=MailboxFactory())
    refused = may_auto_send("ana@client.example")

    with time_machine.travel(timezone.now() + timedelta(days=7, minutes=1)):
        again = may_auto_send("ana@client.example")

    assert (refused.allowed, again.allowed) == (False, True)
    assert may_auto_send("ana@client.example", thread=ThreadFactory()).allowed is True


@pytest.mark.parametrize(
    ("limit", "address"),
    [
        ("address_hour", "ana@client.example"),
        ("address_day", "ana@client.example"),
        ("domain_hour", "bob@client.example"),
        ("all_hour", "else@other.example"),
    ],
)
def test_each_limit_shuts_the_gate(settings, limit, address):
    settings.MAIL_AUTO_LIMITS = settings.MAIL_AUTO_LIMITS | {limit: 2}
    automatic()
    before = may_auto_send(address).allowed
    automatic()

    assert (before, may_auto_send(address).allowed) == (True, False)


def test_what_people_write_does_not_count(settings):
    settings.MAIL_AUTO_LIMITS = settings.MAIL_AUTO_LIMITS | {"address_hour": 1}
    actions.enqueue(outgoing(thread=ThreadFactory()))

    assert may_auto_send("ana@client.example").allowed is True


@pytest.mark.guards(18)
def test_two_machines_that_hide_what_they_are_fall_silent():
    answers = 0

    for _round in range(50):
        if may_auto_send("robot@client.example", thread=ThreadFactory(), answering=journaled()):
            automatic("robot@client.example")
            answers += 1

    assert answers == 5


def test_address_that_was_refused_twice_in_a_week_gets_none():
    for _ in range(2):
        actions.enqueue(outgoing("gone@client.example", thread=ThreadFactory()))
    Delivery.objects.update(state=DeliveryState.FAILED, code=550)

    assert may_auto_send("gone@client.example").reason == "Mail to this address comes back."


def refused(code: int = 550, diagnostic: str = "") -> None:
    for _ in range(2):
        actions.enqueue(outgoing("gone@client.example", thread=ThreadFactory()))
    Delivery.objects.update(state=DeliveryState.FAILED, code=code, diagnostic=diagnostic)


@pytest.mark.parametrize("headers", [{}, {"Auto_Submitted": "auto-replied"}])
def test_any_mail_from_an_address_clears_the_mark_that_mail_to_it_comes_back(headers):
    refused()
    raw = mail(From="Gone@client.example", **headers)
    inbound = journaled(raw)
    actions.settle(inbound, parse(raw))

    actions.mark_processed(inbound, Decision(thread_id=ThreadFactory().pk))

    assert may_auto_send("gone@client.example").allowed is True


@pytest.mark.parametrize(
    ("code", "diagnostic"), [(554, "554 5.7.1 Spam"), (552, "552 5.2.2 Full"), (550, "550 5.7.1 Blocked by policy")]
)
def test_refusal_for_what_the_mail_says_does_not_condemn_the_address(code, diagnostic):
    refused(code, diagnostic)

    assert may_auto_send("gone@client.example").allowed is True


def test_refusals_of_more_than_a_week_ago_are_forgotten():
    refused()
    OutboundMail.objects.update(created_at=timezone.now() - timedelta(days=8))

    assert may_auto_send("gone@client.example").allowed is True


def test_who_called_our_mail_spam_gets_no_automatic_one():
    actions.enqueue(outgoing("ana@client.example", thread=ThreadFactory()))
    Delivery.objects.update(complained=True)

    assert may_auto_send("ana@client.example").reason == "The recipient has reported our mail as spam."


@pytest.mark.parametrize(("diagnostic", "may"), [("550 Message rejected", True), ("550 5.1.1 User unknown", False)])
def test_refusal_after_the_body_is_the_words_fault_unless_it_names_the_address(diagnostic, may):
    refused(diagnostic=diagnostic)
    Delivery.objects.update(body_begun_at=timezone.now())

    assert may_auto_send("gone@client.example").allowed is may
