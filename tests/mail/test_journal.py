"""The journal: raw first, committed, once."""

import gzip

import pytest
from django.utils import timezone

from mail import raw_store
from mail.actions import journal, take_in
from mail.actions.journal import Origin
from mail.enums import InboundStatus
from mail.errors import UnknownRecipient
from mail.models import InboundMail
from tests.mail.factories import MailboxFactory, journaled
from tests.mail.mails import mail

pytestmark = pytest.mark.django_db


def test_journaled_mail_keeps_its_very_bytes_and_waits():
    raw = b"\xff\0 no mail at all\r\r"

    inbound = journaled(raw)

    assert raw_store.load(inbound.raw_sha256) == raw
    assert (inbound.status, inbound.size, inbound.subject) == (InboundStatus.RECEIVED, len(raw), "")


def test_raw_file_is_gzip_named_by_its_hash_and_leaves_no_part_behind():
    inbound = journaled(mail())

    path = raw_store.location(inbound.raw_sha256)

    assert gzip.decompress(path.read_bytes()) == mail()
    assert list(path.parent.glob("*.part")) == []


@pytest.mark.guards(4)
def test_same_place_on_the_server_gives_the_same_row():
    mailbox, origin = MailboxFactory(), Origin("INBOX", uidvalidity=1, uid=7)

    first = journal(mailbox, mail(), origin, received_at=timezone.now())
    again = journal(mailbox, mail(), origin, received_at=timezone.now())

    assert again == first
    assert InboundMail.objects.count() == 1


@pytest.mark.guards(6)
def test_renumbered_folder_gives_a_new_row_with_the_same_fingerprint():
    mailbox = MailboxFactory()

    rows = [journaled(mailbox=mailbox, folder="INBOX", uidvalidity=v, uid=7) for v in (1, 2)]

    assert rows[0].pk != rows[1].pk
    assert rows[0].raw_fp == rows[1].raw_fp


def test_fingerprint_survives_what_servers_change():
    assert raw_store.fingerprint(b"a\r\nb\0") == raw_store.fingerprint(b"a\nb\x80")
    assert raw_store.fingerprint(b"a\nb") != raw_store.fingerprint(b"a\nc")


@pytest.mark.parametrize("recipient", ["{}", "{plus}"])
def test_direct_intake_finds_the_mailbox_with_and_without_a_plus_part(recipient):
    mailbox = MailboxFactory()
    address = recipient.format(mailbox.address.upper(), plus=mailbox.address.replace("@", "+t-x@"))

    inbound = take_in(mail(), to=address, sender="ana@client.example")

    assert (inbound.mailbox, inbound.envelope_to, inbound.envelope_from) == (mailbox, address, "ana@client.example")


def test_direct_intake_refuses_an_address_that_nobody_has():
    MailboxFactory(address="old@desk.example", is_active=False)

    with pytest.raises(UnknownRecipient, match=r"old@desk\.example"):
        take_in(mail(), to="old@desk.example")


def test_oversize_mail_notes_its_true_size():
    inbound = journaled(folder="INBOX", uidvalidity=1, uid=1, whole_size=99_000_000)

    assert inbound.decision == {"oversize": 99_000_000}


@pytest.mark.guards(3)
@pytest.mark.django_db(transaction=True)
def test_mail_is_committed_before_its_task_is_sent_and_stays_when_that_fails(settings):
    settings.MAIL_INTAKE_TASK = "no.such.task"

    inbound = journaled()

    assert list(InboundMail.objects.due(timezone.now())) == [inbound]


def test_damaged_file_is_written_anew_when_the_same_mail_comes_again():
    raw = mail("The same bytes twice")
    path = raw_store.location(raw_store.store(raw))
    path.write_bytes(path.read_bytes()[:-9])

    assert raw_store.load(raw_store.store(raw)) == raw


def test_another_account_may_use_the_numbers_of_the_one_before():
    mailbox = MailboxFactory()
    first = journaled(mail(Subject="Old"), mailbox=mailbox, folder="INBOX", uidvalidity=1, uid=17)

    places = {"mailbox": mailbox, "folder": "INBOX", "uidvalidity": 1, "uid": 17}
    second, again = journaled(mail(Subject="New"), **places), journaled(mail(Subject="New"), **places)

    assert (second == first, again == second) == (False, True)
    assert raw_store.load(second.raw_sha256) == mail(Subject="New")
