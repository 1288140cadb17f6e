"""The child process in which mail is parsed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from mail import sandbox
from mail.errors import ParserFailed
from mail.parser import parse
from tests.mail.mails import mail, multipart, part


@pytest.mark.parametrize(
    "raw",
    [
        mail("Grüße", Date="Mon, 3 Feb 2025 10:00:00 +0100", Cc="b@x.example", References="<a@b> <c@d>"),
        multipart("mixed", part("text/html", "<p>Hi</p>"), part("image/png", b"\0\xff", Content_ID="<a@b>")),
        multipart("report", part("text/plain", "No"), part("message/delivery-status", "A: b\n\nAction: failed\n")),
        b"",
    ],
)
def test_child_returns_what_the_parser_would(raw):
    assert sandbox.parse_bytes(raw) == parse(raw)


def test_child_serves_many_mails():
    sandbox.parse_bytes(mail())
    child = sandbox._RUNNING[0]

    sandbox.parse_bytes(mail())

    assert sandbox._RUNNING[0] is child
    assert child.served >= 2


def test_child_that_dies_fails_its_mail_and_not_the_next():
    sandbox.parse_bytes(mail())
    sandbox._RUNNING[0].process.kill()
    sandbox._RUNNING[0].process.wait()

    assert sandbox.parse_bytes(mail()).subject == "Printer"


def test_mail_that_takes_too_long_fails_in_plain_words(monkeypatch):
    monkeypatch.setattr(sandbox, "DEADLINE", 0.0)

    with pytest.raises(ParserFailed, match="too much time or memory"):
        sandbox.parse_bytes(mail("x" * 5_000_000))


def test_child_has_little_memory_and_knows_no_secrets():
    sandbox.parse_bytes(mail())
    pid = sandbox._RUNNING[0].process.pid

    facts = Path(f"/proc/{pid}")

    assert f"Max address space         {1024**3}" in (facts / "limits").read_text()
    assert "DATABASE" not in (facts / "environ").read_text()


def test_parser_needs_neither_django_nor_a_database():
    code = (
        "import sys; from mail.parser import parse; parse(b''); print(sorted({'django', 'celery'} & set(sys.modules)))"
    )

    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        env={"PATH": os.environ["PATH"]},
        check=True,
    )

    assert done.stdout == "[]\n"
