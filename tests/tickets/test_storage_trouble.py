"""The disk is full, or a stored file is gone: both are told, and what was typed is kept."""

import os

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from helpdesk import files
from helpdesk.errors import ChangedAtOnce, DiskFull, TookTooLong
from helpdesk.models import StoredFile
from mail import raw_store
from mail.actions.journal import Origin, journal
from mail.models import InboundMail
from tests.mail.factories import MailboxFactory
from tests.tickets.factories import TicketFactory, TypeFactory
from tests.tickets.test_view_files import incoming, new_file
from tests.tickets.test_view_ticket_new import send
from tickets.forms.composer import CustomerForm
from tickets.models import Attachment

pytestmark = pytest.mark.django_db


def test_a_full_disk_refuses_and_leaves_no_half_file(full_disk, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    with full_disk(), pytest.raises(DiskFull):
        files.store(os.urandom(5000))

    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_form_with_files_comes_back_with_all_that_was_typed_when_the_disk_is_full(full_disk, agent):
    upload = SimpleUploadedFile("log.bin", os.urandom(5000))
    form = CustomerForm({"body": "It is broken", "format": "text"}, {"uploads": [upload]}, user=agent)

    with full_disk():
        valid = form.is_valid()

    assert (valid, form.errors["uploads"], form["body"].value()) == (False, [DiskFull().reason], "It is broken")


@pytest.mark.parametrize(
    ("code", "status", "refusal"),
    [("53100", 507, DiskFull), ("40P01", 409, ChangedAtOnce), ("57014", 503, TookTooLong)],
)
def test_a_form_that_the_database_refuses_comes_back_with_all_that_was_typed(client, agent, code, status, refusal):
    with connection.cursor() as cursor:
        cursor.execute(f"""
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '{code}'; END $$;
            CREATE TRIGGER refuse BEFORE INSERT ON tickets_ticket FOR EACH ROW EXECUTE FUNCTION refuse();
        """)

    response = send(client, TypeFactory(), body="It jams.")

    reasons = response.context["form"].non_field_errors()
    assert (response.status_code, reasons, "It jams." in response.text) == (status, [refusal().reason], True)


def test_a_mail_that_finds_no_room_is_not_journaled_and_is_when_there_is_room(full_disk):
    mailbox, raw = MailboxFactory(), b"Subject: x\r\n\r\n" + os.urandom(5000)

    with full_disk(), pytest.raises(DiskFull):
        journal(mailbox, raw, Origin(), received_at=timezone.now())
    before = InboundMail.objects.count()
    journal(mailbox, raw, Origin(), received_at=timezone.now())

    assert (before, InboundMail.objects.count(), raw_store.load(raw_store.digest(raw))) == (0, 1, raw)


@pytest.mark.parametrize("inline", [True, False])
def test_an_attachment_whose_file_is_gone_is_told_as_such(client, agent, inline):
    incoming(TicketFactory(), attached=[new_file(data=b"gone" + bytes([inline]), is_inline=inline)])
    files.location(StoredFile.objects.get()).unlink()

    response = client.get(f"{Attachment.objects.get().get_absolute_url()}?anyway")

    assert (response.status_code, "This file is missing from the disk" in response.text) == (404, True)


def test_a_raw_mail_whose_file_is_gone_is_told_as_such(client, agent):
    raw = b"Subject: lost\r\n\r\nlost"
    inbound = journal(MailboxFactory(), raw, Origin(), received_at=timezone.now())
    message = incoming(TicketFactory())
    type(message).objects.filter(pk=message.pk).update(inbound=inbound)
    raw_store.delete(inbound.raw_sha256)

    response = client.get(reverse("tickets:message_raw", args=[message.event.pk]))

    assert (response.status_code, "The file of this mail is missing or damaged" in response.text) == (404, True)
