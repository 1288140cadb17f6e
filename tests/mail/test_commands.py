"""Commands of the mail."""

import io
import json
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from mail.models import InboundMail
from tests.mail.conftest import environment as surroundings
from tests.mail.factories import MailboxFactory
from tests.mail.mails import mail, multipart, part


def test_parse_mail_prints_one_line_of_facts_per_file(tmp_path, capsys):
    (tmp_path / "one.eml").write_bytes(
        multipart("mixed", part("text/html", "<p onclick='x'>Hi</p>"), part("image/png", "x"))
    )
    (tmp_path / "two.eml").write_bytes(b"\xff\0")

    call_command("parse_mail", *sorted(tmp_path.glob("*.eml")))

    one, two = map(json.loads, capsys.readouterr().out.splitlines())
    assert (one["ok"], one["subject"], one["html"]) == (True, "Printer", "<p>Hi</p>")
    assert (one["attachments"][0]["name"], one["attachments"][0]["size"]) == ("attachment-1.png", 1)
    assert (two["ok"], two["from_address"]) == (True, "")


def test_parse_mail_tells_what_a_bounce_says(tmp_path, capsys):
    status = (
        "Reporting-MTA: x\n\nFinal-Recipient: rfc822; a@b.example\nStatus: 4.2.2\nDiagnostic-Code: smtp; 452 Full\n"
    )
    (tmp_path / "a.eml").write_bytes(
        multipart("report", part("text/plain", ""), part("message/delivery-status", status))
    )

    call_command("parse_mail", tmp_path / "a.eml")

    bounce = {"recipient": "a@b.example", "status": "4.2.2", "reply_code": 452, "kind": "soft"}
    assert json.loads(capsys.readouterr().out)["bounce"] == bounce


def test_parse_mail_reads_a_plain_reply(monkeypatch, capsys):
    text = b"Yes.\n\nOn 3 Feb 2025 Desk <a@b.example> wrote:\n> Well?\n"
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text)))

    call_command("parse_mail", "--reply-text")

    assert capsys.readouterr().out == "Yes.\n"


def test_parse_mail_reads_plain_replies_from_files(tmp_path, capsys):
    (tmp_path / "a.txt").write_text("Yes.\n\n> Well?\n")
    (tmp_path / "b.txt").write_text("No.\n-- \nAna\n")

    call_command("parse_mail", "--reply-text", tmp_path / "a.txt", tmp_path / "b.txt")

    assert capsys.readouterr().out == "Yes.\nNo.\n"


def test_plain_reply_that_cannot_be_read_leaves_an_empty_line_and_is_told_of(tmp_path, capsys):
    (tmp_path / "a.txt").write_text("Yes.\n\n> Well?\n")

    with pytest.raises(CommandError, match=r"missing\.txt"):
        call_command("parse_mail", "--reply-text", tmp_path / "missing.txt", tmp_path / "a.txt")

    assert capsys.readouterr().out == "\nYes.\n"


def test_line_has_every_promised_key_whether_the_file_can_be_read_or_not(tmp_path, capsys):
    (tmp_path / "a.eml").write_bytes(mail())
    promised = (
        "file ok subject from_name from_address reply_to to cc date message_id in_reply_to references text html "
        "reply_text attachments is_auto auto_reasons is_bounce bounce warnings"
    )

    with pytest.raises(CommandError, match=r"missing\.eml"):
        call_command("parse_mail", tmp_path / "missing.eml", tmp_path / "a.eml")

    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [list(line) for line in lines] == [promised.split()] * 2
    assert [line["ok"] for line in lines] == [False, True]


def test_parse_mail_runs_where_there_is_no_database(tmp_path):
    (tmp_path / "a.eml").write_bytes(mail())
    environment = {
        "PATH": "/usr/bin:/bin",
        "HELPDESK_VAR": str(tmp_path / "var"),
        "DATABASE_URL": "postgres://a:b@127.0.0.1:1/c",
    }
    command = [sys.executable, settings.BASE_DIR / "manage.py", "parse_mail", "a.eml"]

    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)

    assert json.loads(done.stdout)["file"] == "a.eml"
    assert list((tmp_path / "var").glob("pg*")) == []


def taken(raw: bytes, *arguments: str, **environment: str) -> int:
    """Hand a mail to the command as a mail server does, and return its exit code."""
    command = [sys.executable, "manage.py", "take_mail", *arguments]
    env = surroundings() | environment
    return subprocess.run(
        command, check=False, input=raw, cwd=settings.BASE_DIR, env=env, capture_output=True
    ).returncode


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("arguments", "variables", "headers", "code"),
    [
        (["--to", "support@desk.example"], {}, {"To": "list@x.example"}, 0),
        ([], {"ORIGINAL_RECIPIENT": "support+x@desk.example"}, {"To": "list@x.example"}, 0),
        ([], {}, {"To": "list@x.example", "Delivered_To": "support@desk.example"}, 0),
        (["--to", "nobody@desk.example"], {}, {}, 67),
        (["--to", "support@desk.example"], {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/x"}, {}, 75),
        (["--to", "support@desk.example"], {"MEDIA_ROOT": "/dev/null"}, {}, 75),
        (["--to", "support@desk.example"], {"DATABASE_POOL": "many"}, {}, 75),
    ],
)
def test_mail_server_is_told_whether_the_mail_is_safe(arguments, variables, headers, code):
    MailboxFactory(address="support@desk.example")

    assert taken(mail(**headers), *arguments, **variables) == code
    assert InboundMail.objects.count() == (code == 0)
