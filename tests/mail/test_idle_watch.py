"""Listening to a real IMAP server: mail is told of the moment it comes."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
import redis
from django.conf import settings as django_settings
from django.db import connection

from mail import idle_watch, imap_idle
from mail.models import InboundMail, Mailbox
from mail.periodic import fetch_mailbox
from tests.mail.conftest import environment
from tests.mail.dovecot import Dovecot, running
from tests.mail.factories import MailboxFactory
from tests.mail.mails import mail

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]


@pytest.fixture
def server() -> Iterator[Dovecot]:
    yield from running()


@pytest.fixture(autouse=True)
def _hurry(monkeypatch) -> None:
    """Look after everything more often than in earnest."""
    monkeypatch.setattr(imap_idle, "GLANCE", 0.1)
    monkeypatch.setattr(idle_watch, "ROSTER_EVERY", 0.2)
    monkeypatch.setattr(idle_watch, "FIRST_PAUSE", 0.1)


def mailbox_at(server: Dovecot, **fields: object) -> Mailbox:
    return MailboxFactory(imap=True, imap_port=server.port, imap_security="plain", **fields)


@contextmanager
def watching(tell: Callable[[int], object]) -> Iterator[idle_watch.IdleWatch]:
    """Listen in a thread for as long as the test lasts."""
    watcher = idle_watch.IdleWatch(tell)
    thread = threading.Thread(target=watcher.run)
    thread.start()
    try:
        yield watcher
    finally:
        watcher.stop()
        thread.join(20)
    assert not thread.is_alive()


def wait_for(happened: Callable[[], object], seconds: float = 10) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if happened():
            return True
        time.sleep(0.02)
    return False


def test_new_mail_is_told_of_at_once_and_once_listening_begins(server):
    mailbox, told = mailbox_at(server), []

    with watching(told.append):
        begun = wait_for(lambda: told == [mailbox.pk])
        time.sleep(0.3)
        server.put(mail())
        heard = wait_for(lambda: len(told) == 2, 3)

    assert (begun, heard, set(told)) == (True, True, {mailbox.pk})


def test_who_is_told_fetches_and_the_mail_is_in_the_journal(server):
    mailbox_at(server)

    def fetch_it(pk: int) -> None:
        fetch_mailbox(pk)
        connection.close()

    with watching(fetch_it):
        wait_for(lambda: Mailbox.objects.get().last_success_at)
        server.put(mail())
        came = wait_for(lambda: InboundMail.objects.count() == 1)

    assert came


def test_command_is_given_anew_before_the_server_loses_patience(server, monkeypatch):
    monkeypatch.setattr(imap_idle, "REISSUE", 0.3)
    mailbox_at(server)
    told = []

    with watching(told.append):
        wait_for(lambda: told)
        time.sleep(1.5)
        server.put(mail())
        heard = wait_for(lambda: len(told) == 2, 5)

    assert heard


def test_server_that_went_away_is_listened_to_again_when_it_is_back(server):
    mailbox_at(server)
    told = []

    with watching(told.append):
        wait_for(lambda: told)
        server.halt()
        time.sleep(0.5)
        server.start()
        again = wait_for(lambda: len(told) == 2, 20)

    assert again


@pytest.mark.parametrize("fields", [{"listen": False}, {"is_active": False}, {"protocol": "none"}])
def test_mailbox_that_is_not_to_be_listened_to_is_left_alone(server, fields):
    mailbox_at(server, **fields)
    told = []

    with watching(told.append):
        time.sleep(1)

    assert told == []


def test_mailbox_that_is_set_up_anew_or_switched_off_is_followed(server):
    mailbox, told = mailbox_at(server, imap_password="wrong"), []

    with watching(told.append):
        time.sleep(0.5)
        Mailbox.objects.update(imap_password="secret")
        heard = wait_for(lambda: told == [mailbox.pk])
        Mailbox.objects.update(listen=False)
        time.sleep(1)
        server.put(mail())
        time.sleep(0.5)

    assert (heard, told) == (True, [mailbox.pk])


def test_listener_that_crashed_is_replaced(server, monkeypatch):
    monkeypatch.setattr(threading, "excepthook", lambda args: None)
    mailbox_at(server)
    told = []

    def tell(pk: int) -> None:
        told.append(pk)
        if len(told) == 1:
            raise RuntimeError

    with watching(tell):
        assert wait_for(lambda: len(told) == 2)


def test_server_that_cannot_tell_is_not_bothered(caplog):
    for server in running("imap_capability = IMAP4rev1\n"):
        mailbox_at(server)
        told = []
        with watching(told.append):
            warned = wait_for(lambda: "cannot tell of new mail" in caplog.text)

        assert (warned, told) == (True, [])


def test_command_hands_over_to_the_queue_and_ends_when_told_to(server):
    queue = redis.from_url(django_settings.REDIS_URL)
    queue.delete("celery")
    mailbox_at(server)
    command = [sys.executable, "manage.py", "listen_mail"]
    with subprocess.Popen(command, cwd=django_settings.BASE_DIR, env=environment()) as process:
        queued = wait_for(lambda: queue.llen("celery"), 40)
        process.terminate()
        process.wait(20)

    task = queue.lpop("celery")
    queue.close()
    assert (queued, process.returncode, b"mail.periodic.fetch_mailbox" in task) == (True, 0, True)
    assert (django_settings.VAR_DIR / "listen_mail.alive").exists()
