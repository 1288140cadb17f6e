"""A mail is read alone: what was read before it in the same process changes nothing."""

import json
import subprocess
import sys

import pytest
from django.conf import settings

from mail.parser import parse, wire
from tests.mail.mails import mail, multipart, part
from tests.mail.test_parser_invitations import invitation

MAILS = [
    invitation("Customized Time Zone", "+0200"),
    invitation("Customized Time Zone", "+0900"),
    invitation("Ours", "+0100", told="Customized Time Zone"),
    invitation("W. Europe Standard Time", "+0200"),
    mail("Принтер".encode("koi8-r"), Subject="Принтер".encode("koi8-r"), Content_Type="text/plain; charset=koi8-r"),
    mail("Принтер не печатает, помогите".encode("cp1251")),
    mail("<p style='color:red'>Hello</p><blockquote>Before</blockquote>", Content_Type="text/html"),
    multipart(
        "mixed", part("text/plain", "Hello"), part("application/ms-tnef; name=winmail.dat", b"\x78\x9f\x3e\x22\x01")
    ),
    multipart("mixed", part("application/pkcs7-mime", "MIIB"), part("image/x-odd; name=a.odd", "x")),
    multipart(
        "report", part("text/plain", "Failed"), part("message/delivery-status", "Final-Recipient: rfc822; a@b.c")
    ),
]
READ = "import sys; from mail.parser import parse, wire; sys.stdout.buffer.write(next(wire.write(parse(sys.stdin.buffer.read()))))"


def answers(raws):
    return [wire.facts(parse(raw)) for raw in raws]


def test_mails_are_read_alike_forwards_and_backwards():
    assert answers(MAILS[::-1])[::-1] == answers(MAILS)


@pytest.mark.long
@pytest.mark.parametrize("raw", MAILS, ids=range(len(MAILS)))
def test_mail_is_read_in_a_fresh_process_as_after_all_others(raw):
    answers(MAILS)
    command = [sys.executable, "-c", READ]

    alone = subprocess.run(command, input=raw, cwd=settings.BASE_DIR, capture_output=True, check=True).stdout

    assert json.loads(alone) == json.loads(next(wire.write(parse(raw))))
