"""Signing in with tokens, to a real IMAP server that checks them and an SMTP server that refuses them."""

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from django.utils import timezone

from mail import actions, delivery, fetch, imap_idle
from mail.credentials import imap_server
from mail.enums import DeliveryState, Trouble
from mail.models import InboundMail, Mailbox
from tests.mail.conftest import Peer, free_port
from tests.mail.dovecot import Dovecot, is_since_2_4, running
from tests.mail.factories import MailboxFactory, ThreadFactory, outgoing
from tests.mail.mails import mail

pytestmark = pytest.mark.django_db
KEY = b"a key that only the two servers know"
OAUTH = """
auth_mechanisms = plain login xoauth2
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {folder}/oauth2
}}
"""
OAUTH_SINCE_2_4 = """
auth_mechanisms = plain login xoauth2
oauth2 {{
  introspection_mode = local
  username_attribute = sub
}}
oauth2_local_validation {{
  dict fs {{
    fs posix {{
      prefix = {folder}/keys/
    }}
  }}
}}
passdb oauth2 {{
  mechanisms_filter = xoauth2
}}
"""
LOCAL = """
introspection_mode = local
local_validation_key_dict = fs:posix:prefix={folder}/keys/
username_attribute = sub
"""


def token(user: str = "support", *, seconds: float = 3600, key: bytes = KEY) -> str:
    """Return a token as a token server signs it (JWT, HS256)."""
    now = int(time.time())
    claims = {"sub": user, "iss": "tests", "iat": now - 60, "nbf": now - 60, "exp": int(now + seconds)}
    head = {"alg": "HS256", "typ": "JWT"}
    signed = b".".join(_url64(json.dumps(part).encode()) for part in (head, claims))
    return (signed + b"." + _url64(hmac.digest(key, signed, hashlib.sha256))).decode()


def _url64(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")


@pytest.fixture
def server(tmp_path) -> Iterator[Dovecot]:
    yield from running(
        OAUTH_SINCE_2_4 if is_since_2_4() else OAUTH,
        {"oauth2": LOCAL, "keys/default/HS256/default": base64.b64encode(KEY).decode()},
    )


class Tokens(BaseHTTPRequestHandler):
    """A token server that grants the tokens of ``grants``, the last one for ever, and counts."""

    grants: list[str] = []
    asked: list[str] = []

    def do_POST(self):
        self.asked.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
        granted = self.grants.pop(0) if len(self.grants) > 1 else self.grants[0]
        body = {"access_token": granted, "expires_in": 3600, "refresh_token": f"next{len(self.asked)}"}
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, *args):
        """Say nothing."""


@pytest.fixture
def tokens() -> Iterator[type[Tokens]]:
    handler = type("Handler", (Tokens,), {"grants": [], "asked": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    handler.url = f"http://127.0.0.1:{server.server_address[1]}/token"
    yield handler
    server.shutdown()
    server.server_close()


def with_oauth(tokens: type[Tokens], **fields: object) -> Mailbox:
    client = {"oauth_token_url": tokens.url, "oauth_client_id": "desk", "oauth_refresh_token": "first"}
    return MailboxFactory(**client, **fields)


def mailbox_at(server: Dovecot, tokens: type[Tokens], **fields: object) -> Mailbox:
    place = {"imap": True, "imap_port": server.port, "imap_security": "plain", "imap_password": ""}
    return with_oauth(tokens, imap_authentication="xoauth2", **place, **fields)


@pytest.mark.long
def test_mail_is_fetched_with_a_token_that_is_asked_for_once(server, tokens):
    tokens.grants = [token()]
    mailbox = mailbox_at(server, tokens)
    fetch.fetch(mailbox)
    server.put(mail())

    taken = fetch.fetch(mailbox)

    kept = Mailbox.objects.get()
    assert (taken, kept.last_error, InboundMail.objects.count(), len(tokens.asked)) == (1, "", 1, 1)
    assert kept.oauth_refresh_token == "next1"


@pytest.mark.long
@pytest.mark.parametrize("bad", [{"seconds": -30}, {"key": b"another"}, {"user": "somebody"}])
def test_refused_token_is_told_in_plain_words_and_a_new_one_asked_for_the_next_time(server, tokens, bad):
    tokens.grants = [token(**bad), token()]
    mailbox = mailbox_at(server, tokens)
    fetch.fetch(mailbox)
    refused = Mailbox.objects.get().last_error
    server.put(mail())

    taken = fetch.fetch(mailbox)

    assert "refuses the user name or the password" in refused
    assert (taken, Mailbox.objects.get().last_error, len(tokens.asked)) == (1, "", 2)
    assert "refresh_token=next1" in tokens.asked[1]


@pytest.mark.long
def test_token_that_runs_out_is_renewed_in_time(server, tokens):
    tokens.grants = [token()]
    mailbox = mailbox_at(server, tokens)
    fetch.fetch(mailbox)
    Mailbox.objects.update(oauth_expires_at=timezone.now())

    fetch.fetch(mailbox)

    assert (Mailbox.objects.get().last_error, len(tokens.asked)) == ("", 2)


@pytest.mark.long
def test_folder_is_listened_to_with_a_token(server, tokens):
    tokens.grants = [token()]
    mailbox = mailbox_at(server, tokens)

    with imap_idle.listening(imap_server(mailbox), "INBOX") as ear:
        heard = ear.hear()
        first = next(heard)
        server.put(mail())
        second = next(heard)

    assert (first, second) == (False, True)


class Guarded(Peer):
    """An SMTP server that takes mail from whoever shows the token ``good``."""

    async def auth_XOAUTH2(self, server, args):  # noqa: N802 -- aiosmtpd's name
        if base64.b64decode(args[1]).endswith(b"auth=Bearer good\x01\x01"):
            return AuthResult(success=True)
        await server.push("334 " + base64.b64encode(b'{"status":"401","schemes":"bearer"}').decode())
        self.answered = await server._reader.readline()
        return AuthResult(success=False, handled=False)


@pytest.fixture
def guarded() -> Iterator[Guarded]:
    handler = Guarded()
    handler.port = free_port()
    controller = Controller(handler, hostname="127.0.0.1", port=handler.port, auth_require_tls=False)
    controller.start()
    yield handler
    controller.stop()


def test_token_that_the_outgoing_server_refuses_costs_no_attempt_and_a_new_one_is_asked_for(tokens, guarded):
    tokens.grants = ["bad", "good"]
    place = {"smtp_host": "127.0.0.1", "smtp_port": guarded.port, "smtp_security": "plain"}
    mailbox = with_oauth(tokens, smtp_authentication="xoauth2", smtp_username="me@desk.example", **place)
    outbound = actions.enqueue(outgoing(thread=ThreadFactory(mailbox=mailbox)))
    delivery.deliver_due(outbound.pk)
    refused = outbound.deliveries.get()
    Mailbox.objects.update(breaker_until=None)
    outbound.deliveries.update(next_attempt_at=timezone.now())

    delivery.deliver_due(outbound.pk)

    assert (refused.trouble, refused.code, refused.attempts) == (Trouble.SIGN_IN, 535, 0)
    assert (outbound.deliveries.get().state, len(tokens.asked), guarded.answered) == (DeliveryState.SENT, 2, b"\r\n")
