"""Fetching from a real IMAP server: never lost, never doubled."""

import imaplib
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.utils import timezone

from helpdesk.deferred_text import deferred
from mail import fetch, imap, periodic, raw_store
from mail.models import Alert, InboundMail, Mailbox
from tests.mail import leaving
from tests.mail.conftest import environment, free_port
from tests.mail.dovecot import Dovecot, running
from tests.mail.factories import MailboxFactory
from tests.mail.mails import mail
from tests.meanwhile import locked, until

pytestmark = pytest.mark.django_db


@pytest.fixture
def server() -> Iterator[Dovecot]:
    yield from running()


def mailbox_at(server: Dovecot, **fields: object) -> Mailbox:
    """A mailbox that has been fetched once, empty, so that its cursor stands."""
    mailbox = MailboxFactory(imap=True, imap_port=server.port, imap_security="plain", **fields)
    fetch.fetch(mailbox)
    return Mailbox.objects.get(pk=mailbox.pk)


def subjects() -> list[bytes]:
    stored = (raw_store.load(m.raw_sha256) for m in InboundMail.objects.order_by("pk"))
    return [line for raw in stored for line in raw.splitlines() if line.startswith(b"Subject")]


def test_new_mail_is_journaled_and_marked_as_read(server):
    mailbox = mailbox_at(server)
    server.put(mail(Subject="One"), mail(Subject="Two"))

    assert fetch.fetch(mailbox) == 2
    assert subjects() == [b"Subject: One", b"Subject: Two"]
    assert all(b"Seen" in flags for flags in server.flags())


def test_what_the_server_does_not_understand_is_a_refusal_and_no_broken_connection(server):
    place = imap.Server("127.0.0.1", server.port, "plain", "support", "secret")

    with imap.open_folder(place, "INBOX") as folder:
        with pytest.raises(imap.ImapFailed, match="BAD"):
            folder.mark_seen("nonsense")
        assert folder.all() == []


def test_second_run_takes_nothing_again(server):
    mailbox = mailbox_at(server)
    server.put(mail())
    fetch.fetch(mailbox)

    assert (fetch.fetch(mailbox), InboundMail.objects.count()) == (0, 1)


@pytest.mark.guards(5)
def test_mail_that_another_program_has_read_is_taken_all_the_same(server):
    mailbox = mailbox_at(server)
    server.put(mail(), flags=r"\Seen")

    assert fetch.fetch(mailbox) == 1


def test_first_run_takes_the_unread_ones_only(server):
    server.put(mail(Subject="Years ago"), flags=r"\Seen")
    server.put(mail(Subject="Today"))

    mailbox = mailbox_at(server)

    assert subjects() == [b"Subject: Today"]
    assert (fetch.fetch(mailbox), mailbox.last_uid) == (0, 2)


def test_fetched_mail_is_moved_where_the_mailbox_says(server):
    mailbox = mailbox_at(server, processed_folder="Erledigt & geprüft")
    server.put(mail())

    fetch.fetch(mailbox)

    assert (server.flags(), len(server.flags("Erledigt &- gepr&APw-ft"))) == ([], 1)


@pytest.mark.long
@pytest.mark.guards(6)
def test_renumbered_folder_gives_duplicates_that_are_known_by_their_bytes(server):
    mailbox = mailbox_at(server)
    server.put(mail(Subject="One"), mail(Subject="Two"))
    fetch.fetch(mailbox)
    server.renumber()

    assert fetch.fetch(mailbox) == 2
    assert InboundMail.objects.values("raw_fp").distinct().count() == 2


@pytest.mark.long
@pytest.mark.guards(6)
def test_renumbered_folder_brings_no_mail_of_years_past(server):
    server.put(mail(Subject="Years ago"), flags=r"\Seen", date='"03-Feb-2020 10:00:00 +0000"')
    mailbox = mailbox_at(server)
    server.renumber()

    assert (fetch.fetch(mailbox), InboundMail.objects.count()) == (0, 0)


def test_sweep_brings_what_the_cursor_has_passed_and_nothing_from_before_we_came(server):
    server.put(mail(Subject="Before us"), flags=r"\Seen")
    mailbox = mailbox_at(server)
    server.put(mail(Subject="Passed over"), flags=r"\Seen")
    Mailbox.objects.update(last_uid=10, swept_at=timezone.now() - timedelta(hours=2))

    fetch.fetch(mailbox)

    assert subjects() == [b"Subject: Passed over"]


def test_sweep_runs_once_an_hour(server):
    mailbox = mailbox_at(server)
    server.put(mail(), flags=r"\Seen")
    Mailbox.objects.update(last_uid=10)

    assert (fetch.fetch(mailbox), InboundMail.objects.count()) == (0, 0)


def test_mail_that_a_person_marks_as_unread_is_not_taken_again(server):
    mailbox = mailbox_at(server)
    server.put(mail())
    fetch.fetch(mailbox)
    server.unread()
    Mailbox.objects.update(swept_at=None)

    assert (fetch.fetch(mailbox), InboundMail.objects.count()) == (0, 1)


@pytest.mark.guards(7)
def test_desk_that_was_down_for_a_week_takes_everything(server):
    mailbox = mailbox_at(server)
    for days in (7, 3, 0):
        at = imaplib.Time2Internaldate(timezone.now() - timedelta(days=days))
        server.put(mail(Subject=f"{days} days ago"), flags=r"\Seen", date=at)

    assert fetch.fetch(mailbox) == 3


@pytest.mark.long
def test_failing_four_times_tells_administrators_once_until_it_works_again(server):
    mailbox = mailbox_at(server)
    Mailbox.objects.update(imap_password="wrong")
    for _ in range(6):
        fetch.fetch(mailbox)
        mailbox.refresh_from_db()
    raised = [(alert.times, alert.mailbox) for alert in Alert.objects.open()]
    Mailbox.objects.update(imap_password="secret")

    fetch.fetch(mailbox)

    assert (raised, list(Alert.objects.open())) == ([(3, mailbox)], [])


@pytest.mark.guards(4)
def test_crash_between_commit_and_mark_only_repeats_the_mark(server):
    mailbox = mailbox_at(server)
    server.put(mail())
    fetch.fetch(mailbox)
    Mailbox.objects.update(last_uid=0)

    fetch.fetch(mailbox)

    assert InboundMail.objects.count() == 1


@pytest.mark.guards(8)
@pytest.mark.parametrize("raw", [b"\xff\xfe\x80 no header at all", b"", b"Subject: \xff\n\n" + b"x" * 100_000])
def test_broken_mail_stops_nothing(server, raw):
    mailbox = mailbox_at(server)
    server.put(mail(Subject="Before"), raw or b"\r\n", mail(Subject="After"))

    assert fetch.fetch(mailbox) == 3


@pytest.mark.guards(8)
def test_mail_over_which_the_server_leaves_us_stops_no_other_and_is_taken_when_it_can_be(server):
    mailbox = mailbox_at(server)
    server.put(mail(Subject="Before"), mail(Subject="Unreadable"), mail(Subject="After"))
    server.harm(b"Unreadable")

    taken = [fetch.fetch(mailbox) for _ in range(3)]
    said = Alert.objects.open().get(times=2).text
    server.mend()
    Mailbox.objects.update(swept_at=None)
    fetch.fetch(mailbox)

    assert (taken, "does not hand out mail 2 of INBOX" in said) == ([0, 0, 2], True)
    assert sorted(subjects()) == [b"Subject: After", b"Subject: Before", b"Subject: Unreadable"]
    assert list(Alert.objects.open()) == []


@pytest.mark.guards(8)
@pytest.mark.parametrize("end", [leaving.reset, leaving.hang])
def test_mail_over_which_the_connection_is_reset_or_hangs_stops_no_other(server, monkeypatch, end):
    monkeypatch.setattr(imap, "TIMEOUT", 1)
    mailbox = mailbox_at(server)
    server.put(mail(Subject="Before"), mail(Subject="Unreadable"), mail(Subject="After"))

    with leaving.dead_over(b"FETCH 2 ", server.port, end) as port:
        Mailbox.objects.update(imap_port=port)
        taken = [fetch.fetch(mailbox) for _ in range(3)]

    assert (taken, sorted(subjects())) == ([0, 0, 2], [b"Subject: After", b"Subject: Before"])
    assert "does not hand out mail 2 of INBOX" in Alert.objects.open().get(times=2).text


@pytest.mark.guards(3)
def test_mail_that_could_not_be_written_down_stays_new_on_the_server_and_comes_later(server, full_disk):
    mailbox = mailbox_at(server)
    server.put(mail(random.randbytes(3000).hex()), mail(Subject="Small"))

    with full_disk():
        refused = fetch.fetch(mailbox)
    flags = server.flags()

    assert (refused, [b"Seen" in one for one in flags], InboundMail.objects.count()) == (0, [False, False], 0)
    assert fetch.fetch(mailbox) == 2


@pytest.mark.guards(9)
def test_oversize_mail_is_taken_in_part_and_kept_whole_in_a_folder_of_its_own(server, monkeypatch):
    monkeypatch.setattr("mail.imap.MAX_SIZE", 100_000)
    mailbox = mailbox_at(server, processed_folder="Done")
    raw = mail("x" * 200_000, Subject="Big").replace(b"\n", b"\r\n")
    server.put(raw)

    fetch.fetch(mailbox)

    inbound = InboundMail.objects.get()
    assert inbound.decision == {"oversize": len(raw)}
    assert (server.flags(), len(server.flags("Oversize"))) == ([], 1)
    assert raw_store.load(inbound.raw_sha256) == raw[: raw.index(b"\r\n\r\n") + 4 + imap.GLIMPSE]


def test_time_of_arrival_is_that_of_the_server(server):
    mailbox = mailbox_at(server)
    server.put(mail(Date="Mon, 3 Feb 2020 10:00:00 +0000"))

    fetch.fetch(mailbox)

    assert abs(InboundMail.objects.get().received_at - timezone.now()) < timedelta(seconds=30)


@pytest.mark.long
@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"imap_password": "wrong"}, "refuses the user name or the password"),
        ({"folder": "Nowhere"}, "says:"),
        ({"imap_host": "nowhere.invalid"}, "cannot be found"),
        ({"imap_port": free_port()}, "refuses connections"),
        ({"imap_security": "ssl"}, "could not be protected"),
    ],
)
def test_failure_is_told_in_plain_words_and_waits_longer_each_time(server, fields, words):
    mailbox = mailbox_at(server)
    Mailbox.objects.update(**fields)

    fetch.fetch(mailbox)
    fetch.fetch(mailbox)

    mailbox.refresh_from_db()
    assert (words in mailbox.last_error, mailbox.failures) == (True, 2)
    assert mailbox.next_fetch_at - timezone.now() > timedelta(minutes=1)
    assert list(Mailbox.objects.to_fetch(timezone.now())) == []


def test_success_clears_the_error(server):
    mailbox = mailbox_at(server)
    Mailbox.objects.update(trouble=deferred("x"), failures=3)

    fetch.fetch(mailbox)

    mailbox.refresh_from_db()
    assert (mailbox.last_error, mailbox.failures, mailbox.last_success_at is None) == ("", 0, False)


def test_beat_fetches_every_active_imap_mailbox(server):
    mailbox_at(server)
    MailboxFactory()
    server.put(mail())

    periodic.fetch_all()

    assert InboundMail.objects.count() == 1


FETCH = "from mail import fetch; from mail.models import Mailbox; fetch.fetch(Mailbox.objects.get())"


def killed_while_fetching() -> None:
    """Fetch in another process, and kill it a moment after some more mails have come."""
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", FETCH]
    enough = InboundMail.objects.count() + random.randrange(1, 20)
    with subprocess.Popen(command, cwd=django_settings.BASE_DIR, env=environment()) as worker:
        while worker.poll() is None and InboundMail.objects.count() < enough:
            time.sleep(random.uniform(0.001, 0.02))
        worker.send_signal(signal.SIGKILL)


@pytest.mark.long
@pytest.mark.guards(3)
@pytest.mark.django_db(transaction=True)
def test_worker_killed_anywhere_loses_and_doubles_nothing(server):
    mailbox_at(server, processed_folder="Done")
    server.put(*(mail(Subject=f"Mail {number}", Message_ID=f"<{number}@x>") for number in range(150)))

    for _ in range(6):
        killed_while_fetching()
    before = InboundMail.objects.count()
    until(lambda: not locked(fetch.LOCK_CLASS))  # the database has noticed that the last one is gone
    fetch.fetch(Mailbox.objects.get())

    assert 6 <= before < 150
    assert sorted(subjects()) == sorted(f"Subject: Mail {number}".encode() for number in range(150))
    assert server.flags() == []
    assert len(server.flags("Done")) >= 150  # a move that was under way may be done twice by the server


def test_second_worker_leaves_a_mailbox_that_is_being_fetched(server):
    mailbox = mailbox_at(server)
    server.put(mail())
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", [fetch.LOCK_CLASS, mailbox.pk])

    taken = fetch.fetch(mailbox)

    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock_all()")
    other.close()
    assert (taken, fetch.fetch(mailbox)) == (0, 1)
