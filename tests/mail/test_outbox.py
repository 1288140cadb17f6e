"""Putting mail into the outbox."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from helpdesk import files
from mail import actions
from mail.enums import AutoSubmitted, OutboundKind, RecipientKind
from mail.errors import NoMailbox
from mail.models import OutboundMail
from mail.outgoing import OutgoingFile, Recipient
from tests.mail.factories import MailboxFactory, ThreadFactory, outgoing, processed
from tests.mail.mails import mail

pytestmark = pytest.mark.django_db


def test_each_address_gets_one_copy_however_often_it_is_named():
    sent = actions.enqueue(
        outgoing("ana@client.example", "Bob@client.example", "ANA@client.example", thread=ThreadFactory())
    )

    assert [d.address for d in sent.deliveries.oldest_first()] == ["ana@client.example", "bob@client.example"]


@pytest.mark.guards(17)
def test_message_id_is_unguessable_and_of_the_mailbox_domain():
    thread = ThreadFactory()

    sent = actions.enqueue(outgoing(thread=thread))

    assert sent.message_id.startswith(f"<t{thread.pk}.m{sent.pk}.")
    assert sent.message_id.endswith("@desk.example>")
    assert len(sent.message_id.split(".")[2].partition("@")[0]) == 16


@pytest.mark.guards(17)
def test_answer_names_the_last_mail_received_and_the_head_of_the_thread():
    thread = ThreadFactory(root_message_id="<root@client.example>")
    processed(thread, mail(Message_ID="<root@client.example>"))
    first = actions.enqueue(outgoing(thread=thread))
    processed(thread, mail("More", Message_ID="<2@client.example>"))

    sent = actions.enqueue(outgoing(thread=thread))

    assert sent.in_reply_to == "<2@client.example>"
    assert sent.references == ["<root@client.example>", first.message_id, "<2@client.example>"]


def test_first_mail_of_a_thread_answers_its_head():
    thread = ThreadFactory()

    sent = actions.enqueue(outgoing(thread=thread))

    assert (sent.in_reply_to, sent.references) == (thread.root_message_id, [thread.root_message_id])


@pytest.mark.guards(17)
def test_references_stay_short_in_a_long_thread():
    thread = ThreadFactory()
    for _ in range(25):
        actions.enqueue(outgoing(thread=thread))

    assert len(actions.enqueue(outgoing(thread=thread)).references) == 21


def test_same_idempotency_key_never_makes_a_second_mail():
    thread = ThreadFactory()

    first, again = (actions.enqueue(outgoing(thread=thread, idempotency_key="message-1")) for _ in range(2))

    assert first == again
    assert OutboundMail.objects.count() == 1


def test_line_breaks_cannot_get_into_headers():
    sent = actions.enqueue(outgoing(thread=ThreadFactory(), subject="Hi\r\nBcc: evil@x.example", from_name="Eve\nX: y"))

    assert (sent.subject, sent.from_name) == ("Hi Bcc: evil@x.example", "Eve X: y")


def test_each_recipient_has_a_reply_token_of_his_own_with_plus_addressing():
    thread = ThreadFactory(mailbox__plus_addressing=True)

    sent = actions.enqueue(outgoing("ana@client.example", "bob@client.example", thread=thread))

    assert [d.reply_token.address for d in sent.deliveries.oldest_first()] == [
        "ana@client.example",
        "bob@client.example",
    ]


def test_files_and_copies_go_along():
    file = OutgoingFile(files.store(b"%PDF-1.4"), "offer.pdf")
    recipients = (Recipient("ana@client.example"), Recipient("bob@client.example", kind=RecipientKind.CC))

    sent = actions.enqueue(outgoing(thread=ThreadFactory(), recipients=recipients, files=(file,)))

    assert [(a.name, a.file) for a in sent.attachments.all()] == [("offer.pdf", file.file)]
    assert [d.kind for d in sent.deliveries.oldest_first()] == ["to", "cc"]


def test_without_any_mailbox_the_sender_is_told_so():
    with pytest.raises(NoMailbox):
        actions.enqueue(outgoing())


def test_mail_without_a_thread_leaves_by_the_default_mailbox():
    MailboxFactory()
    default = MailboxFactory(is_default=True)

    assert actions.enqueue(outgoing()).mailbox == default


@pytest.mark.django_db(transaction=True)
def test_mail_leaves_when_the_transaction_has_committed_and_never_when_it_failed(peer):
    thread = ThreadFactory()
    with transaction.atomic():
        actions.enqueue(outgoing(thread=thread))
        transaction.set_rollback(True)

    with transaction.atomic():
        actions.enqueue(outgoing(thread=thread))
        before = len(peer.taken)

    assert (before, len(peer.taken)) == (0, 1)


@pytest.mark.django_db(transaction=True)
def test_mail_that_is_held_back_does_not_leave_yet(peer):
    actions.enqueue(outgoing(thread=ThreadFactory(), not_before=timezone.now() + timedelta(seconds=30)))

    assert peer.taken == []


def test_automatic_mail_must_say_that_it_is():
    kind = OutboundKind.NOTIFICATION

    sent = actions.enqueue(outgoing(thread=ThreadFactory(), kind=kind, auto_submitted=AutoSubmitted.GENERATED))

    assert sent.auto_submitted == "auto-generated"


def test_mail_that_was_taken_back_is_no_ancestor():
    thread = ThreadFactory()
    actions.take_back(actions.enqueue(outgoing(thread=thread)))

    sent = actions.enqueue(outgoing(thread=thread))

    assert (sent.in_reply_to, sent.references) == (thread.root_message_id, [thread.root_message_id])


LEASED = {"state": "sending", "lease_until": timezone.now()}


@pytest.mark.parametrize("fields", [{}, LEASED, {"state": "unknown", "next_attempt_at": timezone.now()}])
def test_what_waits_when_a_backup_is_restored_is_left_to_people(fields):
    sent = actions.enqueue(outgoing(thread=ThreadFactory()))
    sent.deliveries.update(**fields)

    counts = actions.set_aside_waiting(), actions.set_aside_waiting()

    copy = sent.deliveries.in_trouble().get()
    assert (counts, copy.state, copy.next_attempt_at, copy.lease_until) == ((1, 0), "unknown", None, None)
    assert "may have left since" in copy.explanation


@pytest.mark.parametrize(
    "fields", [{"state": "sent", "sent_at": timezone.now()}, {"state": "failed"}, {"state": "undone"}]
)
def test_a_copy_whose_fate_is_known_when_a_backup_is_restored_stays_as_it_is(fields):
    sent = actions.enqueue(outgoing(thread=ThreadFactory()))
    sent.deliveries.update(**fields)

    count = actions.set_aside_waiting()

    assert (count, sent.deliveries.get().state) == (0, fields["state"])
