"""Deleting mail as it came, where the installation wants that."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from helpdesk.errors import Refusal
from mail import actions, delivery, periodic, raw_store
from mail.actions import raw_retention
from mail.actions.raw_retention import forget_raw
from mail.decision import Decision
from mail.models import InboundMail, Mailbox, OutboundMail
from tests.helpdesk.factories import UserFactory
from tests.mail.factories import MailboxFactory, ThreadFactory, journaled, outgoing, processed
from tests.mail.mails import mail
from tests.meanwhile import begin

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _thirty_days(settings):
    settings.MAIL_RAW_KEEP_DAYS = 30
    settings.MAIL_INTAKE_TASK = ""


def settled(days, raw=None, **fields):
    inbound = processed(ThreadFactory(), raw or mail(f"{days}"))
    InboundMail.objects.filter(pk=inbound.pk).update(handled_at=timezone.now() - timedelta(days=days), **fields)
    return inbound


def kept(inbound):
    inbound.refresh_from_db()
    return (raw_store.location(inbound.raw_sha256).exists(), inbound.raw_deleted_at is None)


@pytest.mark.parametrize(("days", "stays"), [(29, (True, True)), (31, (False, False))])
def test_mail_as_it_came_goes_once_its_time_is_over(days, stays):
    inbound = settled(days)

    periodic.forget_old_mail()
    periodic.forget_old_mail()

    assert (kept(inbound), inbound.status, inbound.message_id != "") == (stays, "processed", True)


@pytest.mark.parametrize("days", [0, -1])
def test_without_the_setting_nothing_is_deleted(settings, days):
    settings.MAIL_RAW_KEEP_DAYS = days
    inbound = settled(4000)

    periodic.forget_old_mail()

    assert kept(inbound) == (True, True)


@pytest.mark.parametrize("status", ["received", "failed", "quarantined"])
def test_what_waits_for_the_desk_or_for_a_person_stays(status):
    inbound = settled(31)
    handled_at = timezone.now() - timedelta(days=31) if status == "quarantined" else None
    InboundMail.objects.update(status=status, handled_at=handled_at)

    periodic.forget_old_mail()

    assert kept(inbound) == (True, True)


def test_bytes_that_two_mailboxes_got_stay_as_long_as_one_needs_them():
    old, young = settled(31, mail("Both")), settled(3, mail("Both"))
    periodic.forget_old_mail()
    shared = (kept(old), kept(young))

    InboundMail.objects.update(handled_at=timezone.now() - timedelta(days=31))
    periodic.forget_old_mail()

    assert (shared, kept(young)) == (((True, False), (True, True)), (False, False))


def test_bytes_that_we_have_sent_ourselves_stay():
    outbound = actions.enqueue(outgoing(mailbox=MailboxFactory()))
    delivery._build(outbound)
    sent = settled(31, raw_store.load(outbound.mime_sha256))

    periodic.forget_old_mail()

    assert (kept(sent), OutboundMail.objects.of_bytes(sent.raw_sha256).get()) == ((True, False), outbound)


def test_who_died_after_deleting_the_file_leaves_nothing_undone():
    inbound = settled(31)
    raw_store.delete(inbound.raw_sha256)

    periodic.forget_old_mail()

    assert kept(inbound) == (False, False)


@pytest.mark.parametrize("act", [lambda mail: actions.retry(mail, by=UserFactory()), InboundMail.raw])
def test_what_was_deleted_is_refused_with_the_reason(act):
    inbound = settled(31, status="ignored")
    periodic.forget_old_mail()
    inbound.refresh_from_db()

    with pytest.raises(Refusal, match="was deleted after the time"):
        act(inbound)


def put_back(inbound):
    actions.retry(inbound, by=UserFactory())


def settled_anew(inbound):
    put_back(inbound)
    actions.mark_processed(InboundMail.objects.get(pk=inbound.pk), Decision(thread_id=ThreadFactory().pk))


def discarded_anew(inbound):
    actions.discard(inbound, "Spam", by=UserFactory())


@pytest.mark.parametrize("act", [put_back, settled_anew, discarded_anew])
def test_what_somebody_has_taken_up_meanwhile_keeps_its_bytes(act):
    inbound, until = settled(31, status="ignored"), timezone.now() - timedelta(days=30)
    act(InboundMail.objects.get())

    assert (forget_raw(inbound.pk, until), kept(inbound)) == (False, (True, True))


def test_a_mail_that_is_gone_is_passed_over():
    assert forget_raw(0, timezone.now()) is False


def test_a_file_that_cannot_be_deleted_stops_no_other():
    stuck, free = settled(32, mail("Stuck")), settled(31)
    path = raw_store.location(stuck.raw_sha256)
    path.unlink()
    path.mkdir()

    periodic.forget_old_mail()

    assert (kept(stuck), kept(free)) == ((True, True), (False, False))


def test_so_many_are_forgotten_at_once_the_oldest_first(monkeypatch):
    monkeypatch.setattr(raw_retention, "AT_ONCE", 2)
    mails = [settled(days) for days in (33, 31, 32)]

    periodic.forget_old_mail()

    assert [kept(mail) for mail in mails] == [(False, False), (True, True), (False, False)]


def test_fetching_a_forgotten_mail_again_brings_nothing_back():
    place = {"folder": "INBOX", "uidvalidity": 1, "uid": 1}
    inbound = journaled(mail("Once"), **place)
    InboundMail.objects.update(status="ignored", handled_at=timezone.now() - timedelta(days=31))
    periodic.forget_old_mail()

    again = journaled(mail("Once"), mailbox=inbound.mailbox, **place)

    assert (again, kept(inbound)) == (inbound, (False, False))


@pytest.mark.parametrize("harm", ["unlink", "write"])
def test_fetching_a_known_mail_again_brings_a_lost_file_back(harm):
    place = {"folder": "INBOX", "uidvalidity": 1, "uid": 1}
    inbound = journaled(mail("Lost"), **place)
    path = raw_store.location(inbound.raw_sha256)
    path.unlink() if harm == "unlink" else path.write_bytes(b"damaged")

    journaled(mail("Lost"), mailbox=inbound.mailbox, **place)

    assert raw_store.load(inbound.raw_sha256) == mail("Lost")


@pytest.mark.django_db(transaction=True)
def test_the_same_bytes_arriving_while_they_are_deleted_are_not_lost():
    old, mailbox = settled(31, mail("Again")), MailboxFactory()
    with ThreadPoolExecutor(2) as pool, transaction.atomic():
        Mailbox.objects.select_for_update().get(pk=mailbox.pk)  # what refers to it can only be committed after us
        # the file was found to be there, and the row is not to be seen yet
        arriving = begin(pool, lambda: journaled(mail("Again"), mailbox=mailbox))
        forgotten = begin(pool, lambda: forget_raw(old.pk, timezone.now()))

    assert (kept(arriving.result()), forgotten.result(), kept(old)) == ((True, True), True, (True, False))


@pytest.mark.django_db(transaction=True)
def test_a_mail_that_is_being_put_back_is_waited_for():
    inbound = settled(31, status="ignored")
    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        put_back(InboundMail.objects.get())
        forgotten = begin(pool, lambda: forget_raw(inbound.pk, timezone.now()))

    assert (forgotten.result(), kept(inbound)) == (False, (True, True))


@pytest.mark.django_db(transaction=True)
def test_the_bytes_of_a_mail_that_is_being_built_are_not_deleted():
    outbound = actions.enqueue(outgoing(mailbox=MailboxFactory()))
    OutboundMail.objects.update(mime_sha256="")
    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        delivery._build(outbound)
        dropped = begin(pool, lambda: actions.drop_raw(outbound.mime_sha256))

    dropped.result()
    assert raw_store.is_sound(outbound.mime_sha256)
