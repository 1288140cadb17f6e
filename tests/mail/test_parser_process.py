"""The child process in which mail is parsed."""

import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from helpdesk.child_limits import SECONDS
from mail import parser_process
from mail.actions import attempts
from mail.errors import ParserFailed, ParserInterrupted
from mail.parser import parse
from tests.mail.factories import journaled
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
    assert parser_process.parse_bytes(raw) == parse(raw)


def test_child_serves_many_mails():
    parser_process.parse_bytes(mail())
    child = parser_process.PARSER.child

    parser_process.parse_bytes(mail())

    assert parser_process.PARSER.child is child
    assert child.served >= 2


@pytest.mark.guards(8)
def test_child_that_dies_fails_its_mail_and_not_the_next():
    parser_process.parse_bytes(mail())
    parser_process.PARSER.child.process.kill()
    parser_process.PARSER.child.process.wait()

    assert parser_process.parse_bytes(mail()).subject == "Printer"


@pytest.mark.guards(12)
def test_mail_that_takes_too_much_fails_in_plain_words():
    parser_process.parse_bytes(mail())
    pid = parser_process.PARSER.child.process.pid
    resource.prlimit(pid, resource.RLIMIT_AS, (1, 1))  # stands in for any limit of the child's own

    with pytest.raises(ParserFailed, match="too much time or memory"):
        parser_process.parse_bytes(mail("x" * 5_000_000))


@pytest.mark.guards(12)
def test_child_counts_processor_time_and_not_that_of_its_start():
    parser_process.parse_bytes(mail())
    pid = parser_process.PARSER.child.process.pid

    soft, _hard = resource.prlimit(pid, resource.RLIMIT_CPU)

    used = sum(map(int, Path(f"/proc/{pid}/stat").read_text().split()[13:15])) / os.sysconf("SC_CLK_TCK")
    assert SECONDS <= soft - used <= SECONDS + 2


@pytest.fixture
def busy_machine(monkeypatch):
    """A machine on which the child does not get its turn before the clock runs out."""
    parser_process.parse_bytes(mail())
    monkeypatch.setattr(parser_process, "PATIENCE", 0.2)
    os.kill(parser_process.PARSER.child.process.pid, signal.SIGSTOP)


@pytest.mark.guards(12)
@pytest.mark.usefixtures("busy_machine")
def test_mail_that_the_clock_killed_is_told_from_one_that_took_too_much():
    with pytest.raises(ParserInterrupted, match="too busy"):
        parser_process.parse_bytes(mail())


@pytest.mark.django_db
def test_mail_that_failed_before_is_read_in_a_child_of_its_own():
    parser_process.parse_bytes(mail())
    shared, inbound = parser_process.PARSER.child, journaled(mail())
    inbound.last_error = "The machine was too busy."

    parsed = attempts.parse(inbound)

    assert (parsed.subject, parser_process.PARSER.child is shared, parser_process.PARSER.child.served) == (
        "Printer",
        False,
        1,
    )


@pytest.mark.guards(9)
def test_child_has_little_memory_and_knows_no_secrets(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://desk:hunter2@localhost/desk")
    parser_process.PARSER.stop()
    parser_process.parse_bytes(mail())
    pid = parser_process.PARSER.child.process.pid

    facts = Path(f"/proc/{pid}")

    assert f"Max address space         {1024**3}" in (facts / "limits").read_text()
    assert "hunter2" not in (facts / "environ").read_text()


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
