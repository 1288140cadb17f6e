"""Passwords at rest."""

import pytest
from cryptography.fernet import Fernet
from django.core import serializers
from django.db import connection

from mail.models import Mailbox
from tests.mail.factories import MailboxFactory

pytestmark = pytest.mark.django_db


def stored(mailbox: Mailbox) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT imap_password FROM mail_mailbox WHERE id = %s", [mailbox.pk])
        return cursor.fetchone()[0]


def test_password_is_unreadable_in_the_database_and_readable_for_us():
    mailbox = MailboxFactory(imap=True, imap_password="hunter2")

    assert "hunter2" not in stored(mailbox)
    assert Mailbox.objects.get(pk=mailbox.pk).imap_password == "hunter2"


def test_no_password_stays_no_password():
    assert stored(MailboxFactory()) == ""


def test_older_key_still_reads_while_a_newer_one_writes(settings):
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    settings.FIELD_ENCRYPTION_KEY = old
    mailbox = MailboxFactory(imap=True, imap_password="hunter2")

    settings.FIELD_ENCRYPTION_KEY = f"{new},{old}"

    assert Mailbox.objects.get(pk=mailbox.pk).imap_password == "hunter2"


def test_lost_key_reads_as_empty_and_is_logged(settings, caplog):
    mailbox = MailboxFactory(imap=True)
    settings.FIELD_ENCRYPTION_KEY = Fernet.generate_key().decode()

    assert Mailbox.objects.get(pk=mailbox.pk).imap_password == ""
    assert "cannot be decrypted" in caplog.text


def test_dump_of_the_data_holds_no_password_and_brings_it_back():
    MailboxFactory(imap=True, imap_password="hunter2")

    dump = serializers.serialize("json", Mailbox.objects.all())
    Mailbox.objects.update(imap_password="other")
    for row in serializers.deserialize("json", dump):
        row.save()

    assert "hunter2" not in dump
    assert Mailbox.objects.get().imap_password == "hunter2"
