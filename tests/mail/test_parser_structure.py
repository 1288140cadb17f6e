"""What of a mail is its text and what is a file."""

import pytest

from mail.parser import parse
from tests.mail.mails import joined, mail, multipart, part

PIXEL = part("image/png", "x", Content_ID="<one@cid>", Content_Disposition="inline")


def files(raw: bytes) -> list[tuple[str, bytes, bool]]:
    return [(a.name, a.data, a.inline) for a in parse(raw).attachments]


def test_alternative_keeps_both_text_and_html():
    parsed = parse(multipart("alternative", part("text/plain", "Plain"), part("text/html", "<b>Rich</b>")))

    assert (parsed.text, parsed.html) == ("Plain", "<b>Rich</b>")


def test_image_that_the_html_shows_is_inline_and_others_are_files():
    other = part("image/png", "y", Content_ID="<two@cid>", Content_Disposition='inline; filename="two.png"')
    raw = multipart("related", part("text/html", '<img src="cid:ONE%40cid">'), PIXEL, other)

    assert files(raw) == [("attachment-1.png", b"x", True), ("two.png", b"y", False)]


def test_body_of_related_is_the_part_that_start_names():
    raw = multipart(
        "related",
        PIXEL,
        part("text/html", "<p>Body</p>", Content_ID="<root>"),
        Content_Type='multipart/related; boundary="cut"; start="<root>"',
    )

    assert parse(raw).text == "Body"


def test_texts_around_an_image_are_put_together():
    raw = multipart("mixed", part("text/plain", "Before"), PIXEL, part("text/plain", "After"))

    assert parse(raw).text == "Before\n\nAfter"


def test_text_beside_html_is_kept_as_typed():
    raw = multipart("mixed", part("text/html", "<p>Rich</p>"), part("text/plain", "a < b"))

    parsed = parse(raw)

    assert (parsed.text, parsed.html) == ("Rich\n\na < b", "<p>Rich</p>\n<pre>a &lt; b</pre>")


def test_forwarded_mail_is_one_file_and_no_part_of_the_text():
    inner = multipart(
        "mixed", part("text/plain", "Inner"), part("application/pdf", "%PDF"), Subject="Old", boundary="in"
    )
    raw = multipart("mixed", part("text/plain", "See attached"), part("message/rfc822", inner))

    assert parse(raw).text == "See attached"
    assert files(raw) == [("Old.eml", inner, False)]


def test_report_keeps_its_status_and_the_returned_mail_as_files():
    raw = multipart(
        "report",
        part("text/plain", "It failed"),
        part("message/delivery-status", "Reporting-MTA: dns; x\n\nFinal-Recipient: rfc822; a@b.example\n"),
        part("text/rfc822-headers", "Subject: Old\n"),
    )

    assert [name for name, _data, _inline in files(raw)] == ["attachment-1.txt", "attachment-2.txt"]
    assert parse(raw).text == "It failed"


@pytest.mark.parametrize(
    "kind", ["video/quicktime", "application/pgp-encrypted", "image/jpeg", "application/ms-tnef", "text/csv"]
)
def test_part_without_name_and_disposition_is_a_file(kind):
    assert len(files(multipart("mixed", part("text/plain", "Hi"), part(kind, "data")))) == 1


def test_signed_mail_has_its_text_and_the_signature_as_a_file():
    raw = multipart("signed", part("text/plain", "Signed"), part("application/pgp-signature", "sig"))

    assert (parse(raw).text, files(raw)) == ("Signed", [("attachment-1.asc", b"sig", False)])


def test_encrypted_mail_says_so_and_keeps_its_parts():
    raw = multipart("encrypted", part("application/pgp-encrypted", "1"), part("application/octet-stream", "secret"))

    assert (parse(raw).text, parse(raw).warnings, len(files(raw))) == ("", ("encrypted",), 2)


def test_multipart_without_parts_shows_its_raw_text():
    assert parse(mail("Hello all", Content_Type="multipart/mixed; boundary=wrong")).text == "Hello all"


def test_missing_closing_boundary_loses_nothing():
    raw = multipart("mixed", part("text/plain", "One"), part("text/plain", "Two")).replace(b"--cut--\n", b"")

    assert parse(raw).text == "One\n\nTwo"


def test_boundary_that_begins_like_another_is_not_taken_for_it():
    inner = joined(part("text/plain", "Inner"), boundary="cut-2").decode()
    raw = multipart("mixed", part("multipart/mixed; boundary=cut-2", inner), part("text/plain", "Outer"))

    assert parse(raw).text == "Inner\n\nOuter"


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        ("attachment; filename=a.txt", "a.txt"),
        ('attachment; filename="two words; really.txt"', "two words; really.txt"),
        ("attachment; filename*=utf-8''%E2%82%AC.txt", "€.txt"),
        ("attachment; filename*=us-ascii''f%F6o.txt", "föo.txt"),
        ("attachment; filename*0*=utf-8''%E2%82; filename*1*=%AC; filename*2=.txt", "€.txt"),
        ('attachment; filename="=?utf-8?Q?=E2=82=AC=2Etxt?="', "€.txt"),
        ('attachment; filename*0="=?utf-8?Q?=E2=82=AC"; filename*1="=2Etxt?="', "€.txt"),
        ('attachment; filename="a\\"b.txt"', 'a"b.txt'),
        ('attachment; filename="../../etc/passwd"', "passwd"),
        ('attachment; filename="C:\\\\x\\\\y.doc"', "y.doc"),
        ('attachment; filename=".htaccess"', "htaccess"),
        ('attachment; filename="cod\u202egpj.exe"', "codgpj.exe"),
        ("attachment", "attachment-1.txt"),
        ("attachment; filename=", "attachment-1.txt"),
    ],
)
def test_name_of_an_attachment_is_read_in_any_spelling(disposition, name):
    raw = multipart("mixed", part("text/plain", "Hi"), part("text/plain", "x", Content_Disposition=disposition))

    assert files(raw) == [(name, b"x", False)]


def test_long_name_keeps_its_extension():
    raw = mail("x", Content_Type=f'application/pdf; name="{"a" * 400}.pdf"')

    assert (len(files(raw)[0][0]), files(raw)[0][0][-5:]) == (255, "a.pdf")


def test_equal_names_are_all_kept():
    same = part('image/png; name="1234567890"', "x")

    assert [name for name, _data, _inline in files(multipart("mixed", same, same, same))] == ["1234567890"] * 3


@pytest.mark.parametrize(
    ("kind", "content_id", "name"),
    [
        ("image/jpg", "<PHOTO.2.jpg>", "PHOTO.2.jpg"),
        ("image/jpg", "<part1.0604.0106@client.example>", "attachment-1.jpg"),
        ("image/pjpeg", "", "attachment-1.jpg"),
    ],
)
def test_nameless_picture_is_called_by_its_content_id_or_its_type(kind, content_id, name):
    picture = part(kind, "x" * 300, Content_ID=content_id) if content_id else part(kind, "x" * 300)

    parsed = parse(multipart("mixed", part("text/plain", "Look"), picture))

    assert [file.name for file in parsed.attachments] == [name]
