"""One SMTP transaction, and what is known afterwards."""

import socketserver
import threading
import time
from dataclasses import replace

import pytest

from mail import smtp_connections
from mail.enums import Trouble
from mail.smtp import Envelope, Result, send, stuffed
from mail.smtp_connections import Channel
from tests.mail.conftest import free_port


class Script(socketserver.StreamRequestHandler):
    """Answers each line of the client by the next line of the script; None hangs up."""

    script: list[bytes | None] = []

    def handle(self) -> None:
        for answer in self.script:
            if answer is None:
                return
            self.wfile.write(answer + b"\r\n")
            if answer.startswith(b"354"):
                while self.rfile.readline() not in (b".\r\n", b""):
                    pass
            else:
                self.rfile.readline()


HELLO = [b"220 hi", b"250 ok"]


@pytest.mark.parametrize(
    ("script", "result", "code"),
    [
        ([*HELLO, b"250 ok", b"250 ok", b"354 go", b"250 taken"], Result.SENT, 250),
        ([*HELLO, b"550 not you"], Result.CHANNEL_DOWN, 550),
        ([*HELLO, b"530 5.7.0 sign in first"], Result.CHANNEL_DOWN, 530),
        ([*HELLO, b"250 ok", b"550 nobody"], Result.REFUSED, 550),
        ([*HELLO, b"250 ok", b"250 ok", b"250 what?"], Result.LATER, None),
        ([*HELLO, b"250 ok", b"250 ok", b"354 go", b"garbage"], Result.UNKNOWN, None),
        ([*HELLO, b"250 ok", b"450 later"], Result.LATER, 450),
        ([*HELLO, b"250 ok", b"250 ok", b"554 no"], Result.REFUSED, 554),
        ([*HELLO, b"250 ok", b"250 ok", b"354 go", b"451 disk full"], Result.LATER, 451),
        ([*HELLO, b"250 ok", b"250 ok", b"354 go", b"552 too big"], Result.REFUSED, 552),
        ([*HELLO, b"250 ok", b"250 ok", b"354 go", None], Result.UNKNOWN, None),
        ([*HELLO, b"250 ok", None], Result.LATER, None),
        ([b"421 busy", b"221 bye"], Result.CHANNEL_DOWN, 421),
        ([None], Result.CHANNEL_DOWN, None),
    ],
)
def test_outcome_tells_exactly_what_is_known(script, result, code):
    handler = type("Handler", (Script,), {"script": script})
    with socketserver.TCPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.handle_request, daemon=True).start()

        outcome = send(Channel("127.0.0.1", server.server_address[1]), Envelope("a@x.example", "b@y.example"), b"Hi")

    assert (outcome.result, outcome.code if code else None) == (result, code)


def test_server_that_is_not_there_is_a_channel_that_is_down():
    outcome = send(Channel("127.0.0.1", free_port()), Envelope("a@x.example", "b@y.example"), b"Hi")

    assert (outcome.result, outcome.trouble) == (Result.CHANNEL_DOWN, Trouble.NO_CONNECTION)


@pytest.mark.parametrize(
    ("body", "line"),
    [
        (b"a\nb", b"a\r\nb\r\n.\r\n"),
        (b"a\r\n", b"a\r\n.\r\n"),
        (b".\n..b\r.c", b"..\r\n...b\r\n..c\r\n.\r\n"),
    ],
)
def test_body_goes_over_the_line_with_doubled_dots(body, line):
    assert stuffed(body) == line


@pytest.mark.parametrize(
    ("channel", "recipient", "result"),
    [
        (Channel("smtp..example", 25), "b@y.example", Result.CHANNEL_DOWN),
        (Channel("127.0.0.1", 0, username="a", password="größe"), "b@y.example", Result.CHANNEL_DOWN),
        (Channel("127.0.0.1", 0), "größe@y.example", Result.REFUSED),
    ],
    ids=["server", "password", "recipient"],
)
def test_letters_that_the_protocol_does_not_know_are_told(peer, channel, recipient, result):
    channel = replace(channel, port=peer.port)

    assert send(channel, Envelope("a@x.example", recipient), b"Hi").result == result


class Slow(Script):
    """Takes a body piece by piece, with a pause before each."""

    def handle(self):
        for answer in (*HELLO, b"250 ok", b"250 ok"):
            self.wfile.write(answer + b"\r\n")
            self.rfile.readline()
        self.wfile.write(b"354 go\r\n")
        end = b""
        while not end.endswith(b"\r\n.\r\n"):
            end = (end + self.connection.recv(1024 * 1024))[-5:]
            time.sleep(0.1)
        self.wfile.write(b"250 taken\r\n")


def test_slow_line_is_given_time_as_long_as_it_moves(monkeypatch):
    monkeypatch.setattr(smtp_connections, "TIMEOUT", 1.5)
    with socketserver.TCPServer(("127.0.0.1", 0), Slow) as server:
        threading.Thread(target=server.handle_request, daemon=True).start()
        channel, body = Channel("127.0.0.1", server.server_address[1]), (b"x" * 62 + b"\r\n") * (20 * 16 * 1024)

        outcome = send(channel, Envelope("a@x.example", "b@y.example"), body)

    assert outcome.result == Result.SENT
