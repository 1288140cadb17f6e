"""Trying a mailbox out, against real servers."""

import base64
import http.server
import json
import threading
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from mail import credentials, delivery, mailbox_test, tasks
from mail.models import Alert, InboundMail, Mailbox
from tests.helpdesk.factories import UserFactory
from tests.mail import sending
from tests.mail.conftest import Peer, free_port
from tests.mail.dovecot import Dovecot, running
from tests.mail.factories import MailboxFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def dovecot() -> Iterator[Dovecot]:
    yield from running()


def leading_back(peer, dovecot, before: bytes = b"") -> None:
    """Have the mail server put what it takes into the mailbox."""
    take = peer.handle_DATA

    async def take_and_put(server, session, envelope):
        answer = await take(server, session, envelope)
        dovecot.put(before + envelope.content)
        return answer

    peer.handle_DATA = take_and_put


@pytest.mark.long
def test_mailbox_that_works_says_so_with_what_was_checked(peer, dovecot):
    mailbox = MailboxFactory(
        imap=True, imap_port=dovecot.port, imap_security="plain", trusted_authserv_ids="mx.desk.example"
    )
    found = b"Authentication-Results: mx.desk.example; dkim=pass; spf=pass; dmarc=pass\r\n"
    leading_back(peer, dovecot, found)

    result = mailbox_test.run_test(mailbox)

    assert result.startswith("Works:")
    assert "mx.desk.example says: DKIM pass, SPF pass, DMARC pass." in result
    assert Mailbox.objects.get(pk=mailbox.pk).test_result == result


@pytest.mark.long
def test_mail_that_does_not_come_back_says_so(peer, dovecot):
    mailbox = MailboxFactory(imap=True, imap_port=dovecot.port, imap_security="plain")

    assert "did not come back" in mailbox_test.run_test(mailbox, patience=0.1)


@pytest.mark.long
def test_fetching_that_fails_is_told_in_plain_words(peer, dovecot):
    mailbox = MailboxFactory(imap=True, imap_port=dovecot.port, imap_security="plain", imap_password="wrong")

    assert "refuses the user name or the password" in mailbox_test.run_test(mailbox, patience=0.1)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"smtp_host": "nowhere.invalid"}, "cannot be found"),
        ({"smtp_host": "127.0.0.1", "smtp_port": free_port(), "smtp_security": "plain"}, "refuses connections"),
    ],
)
def test_sending_that_fails_is_told_in_plain_words(fields, words):
    assert words in mailbox_test.run_test(MailboxFactory(**fields), patience=0.1)


def test_server_that_refuses_the_mail_is_quoted(peer):
    peer.at_rcpt = "550 5.7.1 Not you"

    assert mailbox_test.run_test(MailboxFactory(), patience=0.1).endswith("“550 5.7.1 Not you”")


def test_mailbox_that_is_not_fetched_is_told_so_and_kept_waiting_for_nothing(peer):
    began = time.monotonic()

    result = mailbox_test.run_test(MailboxFactory())

    assert result == "The mail was sent. Nothing comes back to a mailbox that is not fetched."
    assert (len(peer.taken), time.monotonic() - began < mailbox_test.PATIENCE / 2) == (1, True)


@pytest.mark.django_db(transaction=True)
def test_what_a_quicker_worker_sends_is_waited_for(peer, monkeypatch):
    def work(leased):
        time.sleep(0.5)
        delivery.record(leased, delivery.attempt(leased))
        connection.close()

    workers = []

    def take_at_once(args, **_options):
        workers.append(threading.Thread(target=work, args=[delivery.lease(*args)]))
        workers[0].start()

    monkeypatch.setattr(tasks.deliver, "apply_async", take_at_once)

    result = mailbox_test.run_test(MailboxFactory(), patience=20)

    workers[0].join()
    assert (result.startswith("The mail was sent."), len(peer.taken)) == (True, 1)


def test_mail_that_the_server_does_not_take_in_time_is_not_called_lost():
    outbound = sending.dead_while_sending()

    assert "has not taken the mail yet" in mailbox_test._sending_failed(mailbox_test._settled(outbound, patience=0.1))


def test_channel_that_is_paused_is_told_at_once(peer):
    mailbox = MailboxFactory(breaker_until=timezone.now() + timedelta(minutes=1))

    assert "Sending is paused" in mailbox_test.run_test(mailbox)


def test_administrator_starts_a_trial_and_others_may_not(client, django_capture_on_commit_callbacks):
    mailbox = MailboxFactory(smtp_host="nowhere.invalid")
    url = reverse("mail:mailbox_test", args=[mailbox.pk])
    client.force_login(UserFactory(agent=True))
    refused = client.post(url).status_code
    client.force_login(UserFactory(admin=True))

    with django_capture_on_commit_callbacks(execute=True):  # the worker must find a mailbox that was made just now
        client.post(url)

    assert (refused, "cannot be found" in Mailbox.objects.get().test_result) == (403, True)


class Tokens(http.server.BaseHTTPRequestHandler):
    """A token server that grants what ``answer`` says, and keeps what it was asked."""

    answer = (200, {"access_token": "fresh", "expires_in": 3600, "refresh_token": "next"})

    def do_POST(self):
        type(self).asked = self.rfile.read(int(self.headers["Content-Length"])).decode()
        status, body = self.answer
        self.send_response(status)
        self.end_headers()
        self.wfile.write(body if isinstance(body, bytes) else json.dumps(body).encode())

    def log_message(self, *args):
        """Say nothing."""


@pytest.fixture
def token_url() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Tokens)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/token"
    server.shutdown()
    server.server_close()


def with_oauth(token_url, **fields) -> Mailbox:
    return MailboxFactory(
        oauth_token_url=token_url,
        oauth_client_id="desk",
        oauth_client_secret="secret",
        oauth_refresh_token="first",
        smtp_authentication="xoauth2",
        **fields,
    )


def test_token_is_fetched_kept_encrypted_and_used_until_it_runs_out(token_url):
    mailbox = with_oauth(token_url)

    tokens = [credentials.smtp_secret(mailbox) for _ in range(2)]

    kept = Mailbox.objects.get()
    assert (tokens, kept.oauth_access_token, kept.oauth_refresh_token) == (["fresh", "fresh"], "fresh", "next")
    assert "refresh_token=first" in Tokens.asked
    assert Mailbox.objects.extra(where=["oauth_access_token = 'fresh'"]).count() == 0


class Guarded(Peer):
    """An SMTP server that takes mail from whoever shows a token."""

    async def auth_XOAUTH2(self, server, args):  # noqa: N802 -- aiosmtpd's name
        self.opening = base64.b64decode(args[1])
        return AuthResult(success=True)


def test_mail_is_sent_with_the_token(token_url):
    handler, port = Guarded(), free_port()
    controller = Controller(handler, hostname="127.0.0.1", port=port, auth_require_tls=False)
    controller.start()
    fields = {"smtp_host": "127.0.0.1", "smtp_port": port, "smtp_security": "plain", "smtp_username": "me@desk.example"}

    mailbox_test.run_test(with_oauth(token_url, **fields), patience=0.1)

    controller.stop()
    assert handler.opening == b"user=me@desk.example\x01auth=Bearer fresh\x01\x01"
    assert len(handler.taken) == 1


def test_token_server_that_refuses_is_quoted(token_url, monkeypatch):
    monkeypatch.setattr(Tokens, "answer", (400, {"error": "invalid_grant"}))

    assert "invalid_grant" in mailbox_test.run_test(with_oauth(token_url, smtp_host="127.0.0.1"), patience=0.1)


@pytest.mark.parametrize(
    "body",
    [b"access_token=hunter2&token_type=bearer", {"access_token": ["hunter2"]}, {"id_token": "hunter2", "error": "no"}],
)
def test_token_that_is_granted_in_another_way_is_not_told(token_url, monkeypatch, caplog, body):
    monkeypatch.setattr(Tokens, "answer", (200, body))

    result = mailbox_test.run_test(with_oauth(token_url, smtp_host="127.0.0.1"), patience=0.1)

    told = [caplog.text, result, *(alert.text for alert in Alert.objects.all())]
    assert (len(told), [words for words in told if "hunter2" in words]) == (3, [])


def test_trial_opens_no_ticket(peer):
    mailbox_test.run_test(MailboxFactory(), patience=0.1)

    assert InboundMail.objects.count() == 0
