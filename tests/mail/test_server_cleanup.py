"""Old mail is deleted on a real IMAP server only when it is safe with us."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from mail import fetch, periodic, raw_store
from mail.models import Alert, InboundMail, Mailbox
from tests.mail.dovecot import Dovecot, running
from tests.mail.factories import MailboxFactory
from tests.mail.mails import mail

pytestmark = [pytest.mark.django_db, pytest.mark.long]


@pytest.fixture
def server() -> Iterator[Dovecot]:
    yield from running()


def mailbox_at(server: Dovecot, **fields: object) -> Mailbox:
    """A mailbox that deletes after thirty days and has been fetched once, empty."""
    fields = {"keep_days": 30} | fields
    mailbox = MailboxFactory(imap=True, imap_port=server.port, imap_security="plain", **fields)
    fetch.fetch(mailbox)
    return Mailbox.objects.get(pk=mailbox.pk)


def days_later(days: float) -> None:
    """Let the journal be older, and the hourly sweep be due."""
    for inbound in InboundMail.objects.all():
        InboundMail.objects.filter(pk=inbound.pk).update(journaled_at=inbound.journaled_at - timedelta(days=days))
    Mailbox.objects.update(swept_at=timezone.now() - timedelta(hours=2))


def fetched_and_aged(mailbox: Mailbox, days: float = 31) -> int:
    """Fetch, let days pass, sweep; return how many mails came then, which must be none."""
    fetch.fetch(mailbox)
    days_later(days)
    return fetch.fetch(mailbox)


def test_mail_that_the_journal_has_long_enough_is_deleted_and_does_not_come_again(server):
    mailbox = mailbox_at(server)
    server.put(mail(Subject="One"), mail(Subject="Two"))

    again = fetched_and_aged(mailbox)

    days_later(0)
    assert (again, server.flags(), fetch.fetch(mailbox), InboundMail.objects.count()) == (0, [], 0, 2)
    assert InboundMail.objects.exclude(cleared_at=None).count() == 2


@pytest.mark.parametrize(("keep", "days"), [(30, 29), (None, 4000), (2, 1)])
def test_mail_stays_until_then_and_without_such_a_wish_for_ever(server, keep, days):
    mailbox = mailbox_at(server, keep_days=keep)
    server.put(mail())

    fetched_and_aged(mailbox, days)

    assert len(server.flags()) == 1


def test_mail_younger_than_the_sweep_looks_back_is_deleted_and_not_taken_again(server):
    mailbox = mailbox_at(server, keep_days=1)
    server.put(mail())

    again = fetched_and_aged(mailbox, 1.1)

    Mailbox.objects.update(swept_at=None, last_uid=0)
    assert (again, server.flags(), fetch.fetch(mailbox), InboundMail.objects.count()) == (0, [], 0, 1)


def test_what_lay_there_before_us_is_never_deleted(server):
    server.put(mail(Subject="Years ago"), flags=r"\Seen", date='"03-Feb-2020 10:00:00 +0000"')
    mailbox = mailbox_at(server)
    server.put(mail(Subject="Ours"))

    fetched_and_aged(mailbox)

    assert len(server.flags()) == 1


def test_mail_that_another_program_has_marked_as_deleted_is_not_taken_along(server):
    server.put(mail(Subject="Somebody's"), flags=r"\Seen \Deleted")
    mailbox = mailbox_at(server, processed_folder="Done")
    server.put(mail(Subject="Ours"))

    fetched_and_aged(mailbox)

    assert (len(server.flags()), server.flags("Done")) == (1, [])


@pytest.mark.parametrize("harm", ["unlink", "write"])
def test_mail_whose_bytes_we_cannot_read_any_more_stays_on_the_server(server, harm):
    mailbox = mailbox_at(server)
    server.put(mail())
    fetch.fetch(mailbox)
    path = raw_store.location(InboundMail.objects.get().raw_sha256)
    path.unlink() if harm == "unlink" else path.write_bytes(path.read_bytes()[:-9])
    days_later(31)

    fetch.fetch(mailbox)

    assert (len(server.flags()), InboundMail.objects.get().cleared_at) == (1, None)


def test_mail_that_has_taken_the_number_of_ours_stays(server):
    mailbox = mailbox_at(server)
    server.put(mail())
    fetch.fetch(mailbox)
    InboundMail.objects.update(received_at=timezone.now() - timedelta(days=40))
    days_later(31)

    fetch.fetch(mailbox)

    assert len(server.flags()) == 1


def test_fetched_mail_is_deleted_from_the_folder_it_was_moved_to_and_nothing_else_there(server):
    mailbox = mailbox_at(server, processed_folder="Erledigt & geprüft")
    server.put(mail(Subject="Ours"))
    fetch.fetch(mailbox)
    server.put(mail(Subject="Put there by hand"), folder='"Erledigt &- gepr&APw-ft"')
    days_later(31)

    again = fetch.fetch(mailbox)

    assert (again, len(server.flags("Erledigt &- gepr&APw-ft"))) == (0, 1)
    assert InboundMail.objects.exclude(cleared_at=None).count() == 1


def test_renumbered_folder_deletes_nothing_by_old_numbers(server):
    mailbox = mailbox_at(server, processed_folder="Done")
    server.put(mail())
    fetch.fetch(mailbox)
    InboundMail.objects.update(moved_uidvalidity=7)
    days_later(31)

    fetch.fetch(mailbox)

    assert len(server.flags("Done")) == 1


def test_oversize_mail_of_which_we_have_the_beginning_alone_stays(server, monkeypatch):
    monkeypatch.setattr("mail.imap.MAX_SIZE", 1000)
    monkeypatch.setattr("mail.fetch.OVERSIZE", "")
    mailbox = mailbox_at(server)
    server.put(mail("x" * 2000))

    fetched_and_aged(mailbox)

    assert len(server.flags()) == 1


@pytest.fixture
def lesser(request) -> Iterator[Dovecot]:
    """A server that can do no more than this."""
    yield from running(f"imap_capability = {request.param}\n")


@pytest.mark.parametrize("lesser", ["IMAP4rev1", "IMAP4rev1 MOVE"], indirect=True)
def test_server_that_cannot_delete_single_mails_keeps_all_and_administrators_are_told(lesser):
    mailbox = mailbox_at(lesser)
    lesser.put(mail(Subject="Somebody's"), flags=r"\Deleted")
    lesser.put(mail())

    fetched_and_aged(mailbox)

    assert (len(lesser.flags()), [a.key for a in Alert.objects.open()]) == (2, [f"clear:{mailbox.pk}"])


@pytest.mark.parametrize("lesser", ["IMAP4rev1 UIDPLUS"], indirect=True)
def test_server_that_copies_instead_of_moving_tells_where_as_well(lesser):
    mailbox = mailbox_at(lesser, processed_folder="Done")
    lesser.put(mail())
    fetch.fetch(mailbox)
    before = lesser.flags(), len(lesser.flags("Done"))

    days_later(31)
    fetch.fetch(mailbox)

    assert (before, lesser.flags("Done")) == (([], 1), [])


@pytest.mark.parametrize("lesser", ["IMAP4rev1"], indirect=True)
def test_server_that_can_do_neither_keeps_a_marked_copy_and_what_others_have_marked(lesser):
    mailbox = mailbox_at(lesser, processed_folder="Done")
    lesser.put(mail(Subject="Not fetched yet"), flags=r"\Deleted")
    fetch.fetch(mailbox)

    assert (len(lesser.flags()), len(lesser.flags("Done")), InboundMail.objects.count()) == (1, 1, 1)


def test_mail_that_we_deleted_ourselves_for_its_time_was_over_leaves_the_server_too(server, settings):
    settings.MAIL_RAW_KEEP_DAYS = 30
    mailbox = mailbox_at(server)
    server.put(mail())
    fetch.fetch(mailbox)
    InboundMail.objects.update(status="processed", handled_at=timezone.now() - timedelta(days=31))
    periodic.forget_old_mail()
    days_later(31)

    fetch.fetch(mailbox)

    assert (server.flags(), InboundMail.objects.get().cleared_at is None) == ([], False)
