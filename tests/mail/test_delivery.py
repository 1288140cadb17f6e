"""Sending: every outcome of an SMTP transaction, and what follows from it."""

import re
import threading
from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest
import time_machine
from django.db import connection
from django.utils import timezone, translation

from helpdesk import files
from mail import actions, delivery, periodic, raw_store
from mail.actions.bounces import take_bounce
from mail.enums import AutoSubmitted, DeliveryState, OutboundKind, RecipientKind, Trouble
from mail.models import Alert, Delivery, Mailbox, OutboundMail
from mail.outgoing import OutgoingFile, Recipient
from mail.parser import Bounce, parse
from tests.mail.conftest import free_port
from tests.mail.factories import MailboxFactory, ThreadFactory, outgoing
from tests.mail.sending import due_at, sent

pytestmark = pytest.mark.django_db
HEAD = [
    *("Reply-To", "In-Reply-To", "References", "From", "To", "Cc", "Subject", "Date", "Message-ID"),
    *("X-Helpdesk-Instance", "X-Helpdesk-Ticket", "X-Auto-Response-Suppress", "MIME-Version", "Content-Type"),
]


def test_accepted_mail_is_sent(peer):
    copy = sent().deliveries.get()

    assert (copy.state, copy.code, copy.attempts, len(peer.taken)) == (DeliveryState.SENT, 250, 1, 1)
    assert copy.sent_at is not None


def test_each_recipient_has_a_transaction_and_an_answer_address_of_his_own(peer):
    outbound = sent("ana@client.example", "bob@client.example", thread=ThreadFactory(mailbox__plus_addressing=True))

    assert [to for _from, to, _mime in peer.taken] == [["ana@client.example"], ["bob@client.example"]]
    answers = [parse(mime).reply_to[0].address for _from, _to, mime in peer.taken]
    assert answers == [actions.reply_address(outbound.thread, f"{n}@client.example") for n in ("ana", "bob")]


def test_envelope_sender_is_the_mailbox(peer):
    outbound = sent()

    assert peer.taken[0][0] == outbound.mailbox.address


@pytest.mark.parametrize(
    "words",
    [
        "Eve\r\nBcc: evil@x.example\r\n\r\nHi",
        "Eve\nBcc: evil@x.example",
        "Eve\u2028Bcc: evil@x.example",
        '"Eve" <evil@x.example>',
        'Eve" <evil@x.example>, "',
        "=?utf-8?Q?Eve=0D=0ABcc:_evil@x.example?=",
        "Eve\r\n " * 30,
    ],
)
def test_no_name_and_no_subject_adds_a_header_or_a_recipient(peer, words):
    mailbox = MailboxFactory(name=words[:120], from_name=words[:120])
    ana, bob = Recipient("ana@client.example", words), Recipient("bob@client.example", words, RecipientKind.CC)
    image = OutgoingFile(files.store(b"\x89PNG\r\n\x1a\n"), words, content_id=words, inline=True)
    file = OutgoingFile(files.store(b"x"), words)
    for name in ("", words):
        fields = {"recipients": (ana, bob), "subject": words, "from_name": name, "about": words}
        sent(thread=ThreadFactory(mailbox=mailbox), html="<p>Hi</p>", files=(image, file), **fields)

    assert [to for _from, to, _mime in peer.taken] == [["ana@client.example"], ["bob@client.example"]] * 2
    for _from, _to, mime in peer.taken:
        message = message_from_bytes(mime, policy=default)
        assert (message.keys(), b"\nBcc" in mime) == (HEAD, False)
        people = [[one.addr_spec for one in message[name].addresses] for name in ("From", "To", "Cc", "Reply-To")]
        assert people == [[mailbox.address], ["ana@client.example"], ["bob@client.example"], [mailbox.address]]


@pytest.mark.parametrize("answer", ["550 5.1.1 No such user", "554 5.7.1 Not wanted"])
def test_refusal_for_good_fails_at_once_with_the_words_of_the_server(peer, answer):
    peer.at_rcpt = answer

    copy = sent().deliveries.get()

    assert (copy.state, copy.code, copy.diagnostic) == (DeliveryState.FAILED, int(answer[:3]), answer[4:])


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"trouble": Trouble.NO_CONNECTION}, "refuses connections. The mail waits; "),
        ({"trouble": Trouble.REFUSED, "code": 550, "diagnostic": "5.1.1 No"}, "check the address. “550 5.1.1 No”"),
        ({"trouble": Trouble.RETURNED, "code": 550, "diagnostic": "550 No"}, "another way. “550 No”"),
        ({"code": 250, "diagnostic": "OK"}, "250 OK"),
    ],
)
def test_what_happened_is_explained_with_what_to_do_and_the_words_of_the_server(fields, words):
    assert words in Delivery(**fields).explanation


@pytest.mark.parametrize("language", ["en", "de"])
def test_server_that_is_down_is_explained_without_the_words_of_a_programmer(settings, language):
    settings.MAIL_SMTP_URL = f"smtp://127.0.0.1:{free_port()}"
    copy = sent().deliveries.get()

    with translation.override(language):
        assert (copy.explanation, copy.diagnostic) == (str(Trouble.NO_CONNECTION.label), "")
    assert not re.search("Errno|Error", Alert.objects.get().text)


@pytest.mark.parametrize("stage", ["at_rcpt", "at_data"])
def test_refusal_for_now_is_tried_again_after_a_minute(peer, stage):
    setattr(peer, stage, "451 4.3.0 Later")

    outbound = sent()

    assert outbound.deliveries.get().state == DeliveryState.QUEUED
    assert (due_at(0.9), due_at(1.1)) == ([], [outbound.pk])


@pytest.mark.parametrize(("attempts", "minutes"), [(1, 1), (2, 5), (3, 15), (4, 60), (9, 60)])
def test_pauses_grow_to_an_hour(peer, attempts, minutes):
    peer.at_rcpt = "450 4.2.1 Later"
    outbound = actions.enqueue(outgoing(thread=ThreadFactory()))
    Delivery.objects.update(attempts=attempts - 1)

    delivery.deliver_due(outbound.pk)

    pause = outbound.deliveries.get().next_attempt_at - timezone.now()
    assert round(pause.total_seconds() / 60) == minutes


def test_mail_that_found_no_way_in_two_days_fails(peer):
    peer.at_rcpt = "450 4.2.1 Later"
    outbound = actions.enqueue(outgoing(thread=ThreadFactory()))

    with time_machine.travel(timezone.now() + timedelta(hours=49)):
        delivery.deliver_due(outbound.pk)

    assert outbound.deliveries.get().state == DeliveryState.FAILED


def test_silence_after_the_body_is_unknown_and_tried_once_more_with_the_same_bytes(peer):
    peer.drop = True
    outbound = sent()
    first = outbound.deliveries.get()
    peer.drop = False

    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        delivery.deliver_due(outbound.pk)

    again = outbound.deliveries.get()
    assert (first.state, again.state, again.possibly_twice) == (DeliveryState.UNKNOWN, DeliveryState.SENT, True)
    assert peer.taken[0] == peer.taken[1]


def test_second_silence_is_left_to_people(peer):
    peer.drop = True
    outbound = sent()

    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        delivery.deliver_due(outbound.pk)

    assert outbound.deliveries.get().state == DeliveryState.UNKNOWN
    assert due_at(100_000) == []


def test_one_refused_recipient_does_not_hinder_the_others(peer):
    peer.at_rcpt = "550 5.1.1 No such user"
    outbound = actions.enqueue(outgoing("gone@client.example", "ana@client.example", thread=ThreadFactory()))
    delivery.record(first := delivery.lease(outbound.pk), delivery.attempt(first))
    peer.at_rcpt = "250 OK"

    delivery.deliver_due(outbound.pk)

    assert [d.state for d in outbound.deliveries.oldest_first()] == [DeliveryState.FAILED, DeliveryState.SENT]


def test_server_that_is_down_pauses_the_channel_and_costs_no_attempt(settings):
    settings.MAIL_SMTP_URL = f"smtp://127.0.0.1:{free_port()}"

    outbound = sent()

    copy = outbound.deliveries.get()
    assert (copy.state, copy.attempts) == (DeliveryState.QUEUED, 0)
    assert Mailbox.objects.get(pk=outbound.mailbox_id).breaker_until > timezone.now()
    assert (due_at(1.9), due_at(2.1)) == ([], [outbound.pk])


def test_channel_that_is_down_is_told_once_until_it_works_again(peer, settings):
    url, settings.MAIL_SMTP_URL = settings.MAIL_SMTP_URL, f"smtp://127.0.0.1:{free_port()}"
    thread = ThreadFactory()
    for _ in range(2):
        sent(thread=thread)
        Mailbox.objects.update(breaker_until=None)
    told = [alert.mailbox for alert in Alert.objects.open()]
    settings.MAIL_SMTP_URL = url

    sent("bob@client.example", thread=thread)

    assert (told, list(Alert.objects.open())) == ([thread.mailbox], [])


def test_report_to_the_secret_envelope_sender_is_found_without_any_id(peer):
    outbound = sent("ana@client.example", "bob@client.example", thread=ThreadFactory(mailbox__plus_addressing=True))
    secret = peer.taken[1][0]

    found = take_bounce(Bounce("", "5.1.1", "failed", "550 No such user"), [secret])

    assert (found, secret.startswith(outbound.mailbox.address.split("@")[0] + "+b-")) == (outbound, True)
    assert [(d.state, d.bounced) for d in outbound.deliveries.oldest_first()] == [("sent", False), ("failed", True)]


def test_mail_taken_back_never_leaves(peer):
    later = timezone.now() + timedelta(seconds=20)
    outbound = actions.enqueue(outgoing(thread=ThreadFactory(), not_before=later))

    undone = actions.take_back(outbound)

    assert (undone, outbound.deliveries.get().state, due_at(60), peer.taken) == (True, DeliveryState.UNDONE, [], [])


def test_mail_that_has_left_cannot_be_taken_back(peer):
    outbound = sent()

    assert (actions.take_back(outbound), outbound.deliveries.get().state) == (False, DeliveryState.SENT)


def test_later_mail_waits_for_an_earlier_one_to_the_same_person(peer):
    thread = ThreadFactory()
    peer.at_rcpt = "450 4.2.1 Later"
    first = sent(thread=thread)
    peer.at_rcpt = "250 OK"
    second = sent(thread=thread)

    assert second.deliveries.get().state == DeliveryState.QUEUED
    assert due_at(2) == [first.pk]
    assert due_at(31) == [first.pk, second.pk]


@pytest.mark.parametrize("state", [DeliveryState.QUEUED, DeliveryState.SENDING])
def test_later_mail_waits_for_one_that_another_worker_has_and_for_no_other_person(peer, state):
    thread = ThreadFactory()
    first = actions.enqueue(outgoing(thread=thread, not_before=timezone.now() + timedelta(minutes=1)))
    lease = {"lease_until": timezone.now() + timedelta(minutes=5)} if state == DeliveryState.SENDING else {}
    first.deliveries.update(state=state, **lease)

    second = sent("ana@client.example", "bob@client.example", thread=thread)
    elsewhere = sent()

    states = {copy.address.partition("@")[0]: copy.state for copy in second.deliveries.all()}
    assert states == {"ana": DeliveryState.QUEUED, "bob": DeliveryState.SENT}
    assert elsewhere.deliveries.get().state == DeliveryState.SENT


def test_automatic_mail_without_return_address_leaves_so(peer):
    kind, mark = OutboundKind.AUTO, AutoSubmitted.REPLIED

    sent(kind=kind, auto_submitted=mark, thread=ThreadFactory(mailbox__null_sender=True))

    assert [sender for sender, _to, _mime in peer.taken] == ["<>"]


def test_bytes_are_built_once_and_kept(peer):
    outbound = sent()

    outbound.refresh_from_db()

    assert peer.taken[0][2].endswith(raw_store.load(outbound.mime_sha256))


@pytest.mark.parametrize(("attempt", "state"), [(1, DeliveryState.QUEUED), (5, DeliveryState.FAILED)])
def test_mail_that_cannot_be_built_is_tried_a_few_times_and_says_why(peer, attempt, state):
    outbound = actions.enqueue(outgoing(thread=ThreadFactory()))
    OutboundMail.objects.update(message_id="<a@b>\r\nBcc: <c@d>")
    Delivery.objects.update(attempts=attempt - 1)

    delivery.deliver_due(outbound.pk)

    copy = outbound.deliveries.get()
    assert (copy.state, copy.attempts, copy.trouble) == (state, attempt, Trouble.UNBUILDABLE)
    assert copy.explanation.startswith("The mail could not be put together")
    assert (due_at(0.9), peer.taken) == ([], [])


def test_sweep_sends_what_waits(peer):
    actions.enqueue(outgoing(thread=ThreadFactory()))

    periodic.send_due()

    assert len(peer.taken) == 1


@pytest.mark.django_db(transaction=True)
def test_four_workers_send_each_copy_once(peer, settings):
    settings.CELERY_TASK_ALWAYS_EAGER = False
    addresses = [f"p{number}@client.example" for number in range(8)]
    outbound = actions.enqueue(outgoing(*addresses, thread=ThreadFactory(), not_before=timezone.now()))
    Delivery.objects.update(state=DeliveryState.QUEUED, sent_at=None)
    peer.taken.clear()

    def work() -> None:
        delivery.deliver_due(outbound.pk)
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    [worker.start() for worker in workers]
    [worker.join() for worker in workers]

    assert sorted(to[0] for _from, to, _mime in peer.taken) == addresses


def test_a_copy_that_is_withdrawn_while_its_worker_begins_does_not_leave(peer):
    outbound = actions.enqueue(outgoing(thread=ThreadFactory()))
    copy = delivery.lease(outbound.pk)

    actions.withdraw(OutboundMail.objects.all())
    delivery.record(copy, delivery.attempt(copy))

    assert (peer.taken, outbound.deliveries.get().state, due_at(60)) == ([], DeliveryState.UNDONE, [])


def test_a_copy_that_has_left_is_not_withdrawn(peer):
    outbound = sent()

    actions.withdraw(OutboundMail.objects.all())

    assert outbound.deliveries.get().state == DeliveryState.SENT
