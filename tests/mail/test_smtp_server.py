"""Mail handed to us by SMTP."""

import smtplib
import subprocess
import sys
from collections.abc import Iterator

import pytest
from django.conf import settings as django_settings

from mail import raw_store
from mail.models import InboundMail
from mail.smtp_server import Intake, Receiver
from tests.mail.conftest import environment, free_port
from tests.mail.factories import MailboxFactory
from tests.mail.mails import mail

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def client() -> Iterator[smtplib.SMTP]:
    yield from served(Intake())


def served(intake: Intake) -> Iterator[smtplib.SMTP]:
    controller = Receiver(intake, hostname="127.0.0.1", port=free_port())
    controller.start()
    with smtplib.SMTP("127.0.0.1", controller.port) as connected:
        yield connected
    controller.stop()


def test_mail_is_in_the_journal_when_250_is_said(client):
    mailbox = MailboxFactory(address="support@desk.example")

    raw = mail("Hello\n").replace(b"\n", b"\r\n")

    client.sendmail("ana@client.example", ["support+x@desk.example"], raw)

    inbound = InboundMail.objects.get()
    assert (inbound.mailbox, inbound.envelope_to) == (mailbox, "support+x@desk.example")
    assert (inbound.envelope_from, inbound.status) == ("ana@client.example", "received")
    assert raw_store.load(inbound.raw_sha256) == raw


def test_mail_to_two_mailboxes_is_journaled_for_each(client):
    addresses = [MailboxFactory().address, MailboxFactory().address]

    client.sendmail("ana@client.example", addresses, mail())

    assert [m.envelope_to for m in InboundMail.objects.order_by("pk")] == addresses


def test_command_is_short_whatever_the_length_of_a_line_in_a_mail(client):
    recipient = MailboxFactory().address
    client.sendmail("ana@client.example", [recipient], mail("x" * 100_000))

    code, _words = client.docmd("NOOP " + "x" * 100_000)

    assert (code, InboundMail.objects.count()) == (500, 1)


def test_null_sender_is_kept_as_such(client):
    client.sendmail("", [MailboxFactory().address], mail())

    assert InboundMail.objects.get().envelope_from == "<>"


def test_unknown_recipient_is_refused_for_good(client):
    client.ehlo()
    client.mail("ana@client.example")

    assert client.rcpt("nobody@desk.example")[0] == 550


def test_unknown_recipient_goes_to_the_default_mailbox_when_there_is_one():
    default = MailboxFactory()
    client = next(serving := served(Intake(default.address)))

    client.sendmail("ana@client.example", ["nobody@desk.example"], mail())

    assert InboundMail.objects.get().mailbox == default
    assert list(serving) == []


def test_mail_that_cannot_be_stored_is_put_off(client, settings, tmp_path):
    (tmp_path / "media").write_text("a file where the folder should be")
    settings.MEDIA_ROOT = tmp_path / "media"

    with pytest.raises(smtplib.SMTPDataError) as refused:
        client.sendmail("ana@client.example", [MailboxFactory().address], mail())

    assert (refused.value.smtp_code, InboundMail.objects.count()) == (451, 0)


def test_any_bytes_are_taken(client):
    raw = b"\xff\xfe no header\r\n.\r\n..\r\n\0" + b"x" * 990

    client.sendmail("ana@client.example", [MailboxFactory().address], raw)

    assert b"\xff\xfe no header\r\n.\r\n..\r\n\0x" in raw_store.load(InboundMail.objects.get().raw_sha256)


@pytest.mark.parametrize("length", [999, 1_001, 1_000_000])
def test_line_of_any_length_is_taken(client, length):
    raw = b"Subject: Pump\r\n\r\n." + b"x" * length + b"\r\nBye\r\n"

    client.sendmail("ana@client.example", [MailboxFactory().address], raw)

    assert raw_store.load(InboundMail.objects.get().raw_sha256) == raw


def test_command_serves_until_it_is_told_to_stop():
    MailboxFactory(address="support@desk.example")
    port = free_port()
    command = [sys.executable, "manage.py", "receive_mail", "--port", str(port)]
    process = subprocess.Popen(command, cwd=django_settings.BASE_DIR, env=environment(), stdout=subprocess.PIPE)
    process.stdout.readline()

    with smtplib.SMTP("127.0.0.1", port) as client:
        client.sendmail("ana@client.example", ["support@desk.example"], mail())
    process.terminate()

    assert process.communicate() is not None
    assert (process.returncode, InboundMail.objects.count()) == (0, 1)
