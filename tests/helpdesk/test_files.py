import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import transaction

from helpdesk import files
from helpdesk.errors import DiskFull
from helpdesk.models import StoredFile
from tests.meanwhile import begin
from tests.tickets.factories import TicketFactory
from tickets import actions as ticket_actions
from tickets.drafts import IncomingMessage, MessageBody, NewFile
from tickets.models import Attachment

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


def attach(file):
    body = MessageBody(html="<p>x</p>", files=(NewFile(file, "x.txt"),))
    ticket_actions.receive(TicketFactory(), IncomingMessage(body=body, sender_email="mario@alfa.example"))


def test_the_same_bytes_are_kept_once():
    first, second = files.store(b"hello"), files.store(b"hello")

    assert (first, StoredFile.objects.count()) == (second, 1)
    assert files.read(first) == b"hello"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (PNG, "image/png"),
        (b"%PDF-1.7\n", "application/pdf"),
        (b"plain words", "text/plain"),
        (b"\x00\x01\x02", files.UNKNOWN),
    ],
)
def test_the_type_is_what_the_bytes_show(data, kind):
    assert files.store(data).content_type == kind


def test_bytes_that_were_lost_are_written_again():
    file = files.store(b"hello")
    files.location(file).unlink()

    assert files.read(files.store(b"hello")) == b"hello"


RUNNING = [
    b"<!DOCTYPE html><html><script>alert(1)</script></html>",
    b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    b"<?xml version='1.0'?><x/>",
]


@pytest.mark.guards(26)
@pytest.mark.parametrize("data", RUNNING)
@pytest.mark.parametrize("name", ["x.html", ".htaccess", "x.svg", "a.png", "a\u202egnp.exe", "n" * 255])
def test_what_may_run_in_a_browser_is_saved_whatever_its_name(data, name):
    response = files.download(files.store(data), name, inline=True)
    response.close()

    assert (response["Content-Type"], response["X-Content-Type-Options"]) == (files.UNKNOWN, "nosniff")
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Content-Disposition"].startswith("attachment; filename*=UTF-8''")
    assert response["Content-Disposition"].isascii()


@pytest.mark.guards(26)
def test_an_image_may_be_shown_and_everything_else_is_saved():
    shown, saved = files.download(files.store(PNG), "p.png", inline=True), files.download(files.store(PNG), "p.png")
    shown.close()
    saved.close()

    assert (shown["Content-Type"], saved["Content-Type"]) == ("image/png", files.UNKNOWN)
    assert saved["Content-Disposition"] == "attachment; filename*=UTF-8''p.png"


@pytest.mark.django_db(transaction=True)
def test_who_drops_a_file_waits_for_whoever_stores_the_same_bytes():
    file = files.store(b"hello")
    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        again = files.store(b"hello")
        dropped = begin(pool, lambda: files.drop(file.pk, stored_before=time.time()))
        attach(again)

    dropped.result()
    assert (Attachment.objects.get().file, files.read(file)) == (file, b"hello")


def test_a_file_that_came_again_since_is_not_dropped():
    file, then = files.store(b"hello"), time.time()
    files.store(b"hello")

    files.drop(file.pk, stored_before=then)

    assert files.read(file) == b"hello"


def test_a_file_that_nothing_needs_is_dropped_with_its_bytes():
    file = files.store(b"hello")

    files.drop(file.pk, stored_before=time.time())
    files.drop(file.pk, stored_before=time.time())

    assert (StoredFile.objects.count(), files.location(file).exists()) == (0, False)


def test_what_did_not_fit_on_the_disk_has_no_row(full_disk):
    with full_disk(), pytest.raises(DiskFull):
        files.store(b"x" * 100_000)

    assert StoredFile.objects.count() == 0
