import pytest

from helpdesk import files
from helpdesk.models import StoredFile

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


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
