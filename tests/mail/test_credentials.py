"""What opens a mail server to us is told nowhere, whatever the server says."""

import base64
import socketserver
import threading
from collections.abc import Iterator

import pytest

from mail import fetch
from mail.enums import Trouble
from mail.models import Alert, Mailbox
from tests.mail.factories import MailboxFactory, ThreadFactory
from tests.mail.sending import sent

pytestmark = pytest.mark.django_db


class Imap(socketserver.StreamRequestHandler):
    """Refuses whoever signs in, and repeats what he said."""

    def handle(self):
        self.wfile.write(b"* OK hi\r\n")
        for line in self.rfile:
            tag, _, command = line.strip().partition(b" ")
            is_sign_in = command.startswith(b"LOGIN")
            answer = b" NO not you: " + command if is_sign_in else b" OK done"
            self.wfile.write(b"* CAPABILITY IMAP4rev1\r\n" + tag + answer + b"\r\n")


class Smtp(socketserver.StreamRequestHandler):
    """Refuses whoever signs in, and repeats what he said."""

    def handle(self):
        self.wfile.write(b"220 hi\r\n")
        for line in self.rfile:
            words = line.split()
            said = base64.b64decode(words[-1]).replace(b"\0", b" ") if words[0] == b"AUTH" else b""
            self.wfile.write(b"535 not you: " + said + b"\r\n" if said else b"250-hi\r\n250 AUTH PLAIN\r\n")


@pytest.fixture
def place() -> Iterator[dict[str, object]]:
    """Where a mailbox is fetched and sends, each in vain."""
    servers = [socketserver.ThreadingTCPServer(("127.0.0.1", 0), kind) for kind in (Imap, Smtp)]
    for server in servers:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    imap_port, smtp_port = (server.server_address[1] for server in servers)
    incoming = {"imap": True, "imap_port": imap_port, "imap_security": "plain"}
    outgoing = {"smtp_host": "127.0.0.1", "smtp_port": smtp_port, "smtp_security": "plain", "smtp_username": "support"}
    yield incoming | outgoing
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(("secret", "reason"), [("hunter2", "not you"), ("hunter\xf6", "ordinal")])
def test_no_password_is_told_of_when_a_server_refuses_it(client, caplog, place, secret, reason):
    caplog.set_level("DEBUG")
    mailbox = MailboxFactory(imap_password=secret, smtp_password=secret, **place)

    for _ in range(4):
        fetch.fetch(mailbox)
    copy = sent(thread=ThreadFactory(mailbox=mailbox)).deliveries.get()

    failed, alerts = Mailbox.objects.get(pk=mailbox.pk), [alert.text for alert in Alert.objects.all()]
    assert (reason in failed.last_error, copy.trouble, len(alerts)) == (True, Trouble.SIGN_IN, 2)
    told = [caplog.text, failed.last_error, copy.explanation, *alerts, client.get("/health/").content.decode()]
    assert [words for words in told if any(part in words for part in ("hunter", "\xf6", "xf6"))] == []
