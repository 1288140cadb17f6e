"""Connections to outgoing servers that serve for several mails: nothing may get lost by it."""

import os
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from mail import actions, delivery, smtp_connections
from mail.enums import DeliveryState
from mail.smtp import Envelope, Result, SendResult, send
from mail.smtp_connections import Channel
from tests.mail.factories import ThreadFactory, outgoing
from tests.meanwhile import until


def to(peer, number: int = 1) -> SendResult:
    return send(Channel("127.0.0.1", peer.port), Envelope("a@x.example", f"p{number}@y.example"), b"Hi")


def test_mails_that_follow_each_other_use_one_connection(peer):
    results = {to(peer, number).result for number in range(10)}

    assert (results, len(peer.taken), peer.connections) == ({Result.SENT}, 10, 1)


def test_connection_serves_for_fifty_mails(peer):
    for number in range(smtp_connections.MOST_MAILS + 1):
        to(peer, number)

    assert (len(peer.taken), peer.connections) == (51, 2)


@pytest.mark.django_db
def test_copies_of_a_mail_use_one_connection(peer):
    addresses = [f"p{number}@client.example" for number in range(12)]

    delivery.deliver_due(actions.enqueue(outgoing(*addresses, thread=ThreadFactory())).pk)

    assert ([to[0] for _from, to, _mime in peer.taken], peer.connections) == (addresses, 1)


def test_refused_recipient_leaves_nothing_behind_for_the_next_mail(peer):
    peer.at_rcpt = "550 5.1.1 No such user"
    refused = to(peer).result
    peer.at_rcpt = "250 OK"

    sent = to(peer, 2).result

    assert (refused, sent, peer.connections) == (Result.REFUSED, Result.SENT, 1)
    assert [recipients for _from, recipients, _mime in peer.taken] == [["p2@y.example"]]


def test_connection_that_broke_after_the_body_is_never_used_again(peer):
    peer.drop = True
    first = to(peer).result
    peer.drop = False

    assert (first, to(peer).result, peer.connections) == (Result.UNKNOWN, Result.SENT, 2)


def test_idle_connection_is_closed_after_some_seconds(peer, monkeypatch):
    monkeypatch.setattr(smtp_connections, "IDLE_SECONDS", 0.05)
    to(peer)
    until(lambda: peer.quits)

    to(peer)

    assert (peer.quits, peer.connections) == (1, 2)


def test_each_thread_has_a_connection_of_its_own(peer):
    to(peer)
    other = threading.Thread(target=to, args=(peer, 2))
    other.start()
    other.join()

    to(peer)

    assert (len(peer.taken), peer.connections) == (3, 2)


def test_child_process_never_uses_the_connection_of_its_parent(peer):
    to(peer)
    child = os.fork()
    if not child:
        os._exit(0 if to(peer, 2).result == Result.SENT else 1)
    _pid, status = os.waitpid(child, 0)

    last = to(peer, 3).result

    assert (status, last, len(peer.taken), peer.connections) == (0, Result.SENT, 3, 2)


class Moody(socketserver.StreamRequestHandler):
    """Takes mail; after the first one of a connection the next ``line`` is answered by ``mood``, None hangs up."""

    line, mood = b"", b""
    taken: list[bytes] = []
    connections = 0

    def handle(self) -> None:
        type(self).connections += 1
        self.served = 0
        self.wfile.write(b"220 hi\r\n")
        while (line := self.rfile.readline().upper()) and not line.startswith(b"QUIT"):
            if self.served and line.startswith(self.line):
                self.wfile.write(self.mood)
                return
            self.wfile.write(b"354 go\r\n" if line == b"DATA\r\n" else b"250 ok\r\n")
            if line == b"DATA\r\n":
                self.take()

    def take(self) -> None:
        while self.rfile.readline() != b".\r\n":
            pass
        self.served += 1
        self.taken.append(b"mail")
        self.wfile.write(b"250 taken\r\n")


@contextmanager
def moody(line: bytes, mood: bytes) -> Iterator[tuple[type[Moody], Channel]]:
    handler = type("Handler", (Moody,), {"line": line, "mood": mood, "taken": []})
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads, server.block_on_close = True, False
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield handler, Channel("127.0.0.1", server.server_address[1])
        server.shutdown()


@pytest.mark.parametrize("mood", [b"", b"421 4.4.2 Too long\r\n"])
@pytest.mark.parametrize("line", [b"RSET", b"MAIL", b"RCPT", b"DATA"])
def test_server_that_leaves_between_mails_costs_nothing(line, mood):
    with moody(line, mood) as (server, channel):
        results = [send(channel, Envelope("a@x.example", "b@y.example"), b"Hi").result for _ in range(3)]

    assert (results, len(server.taken), server.connections) == ([Result.SENT] * 3, 3, 3)


def test_server_that_leaves_instead_of_answering_the_second_body_is_unknown_and_not_asked_again():
    with moody(b"DATA", b"354 go\r\n") as (server, channel):
        results = [send(channel, Envelope("a@x.example", "b@y.example"), b"Hi").result for _ in range(2)]

    assert (results, len(server.taken), server.connections) == ([Result.SENT, Result.UNKNOWN], 1, 1)


@pytest.mark.django_db
def test_server_that_hangs_up_between_copies_loses_and_doubles_none(settings):
    addresses = [f"p{number}@client.example" for number in range(5)]
    with moody(b"MAIL", b"421 4.7.0 Not so many\r\n") as (server, channel):
        settings.MAIL_SMTP_URL = f"smtp://127.0.0.1:{channel.port}"
        outbound = actions.enqueue(outgoing(*addresses, thread=ThreadFactory()))
        delivery.deliver_due(outbound.pk)

    copies = outbound.deliveries.all()
    assert [(copy.state, copy.attempts) for copy in copies] == [(DeliveryState.SENT, 1)] * 5
    assert (len(server.taken), server.connections) == (5, 5)
