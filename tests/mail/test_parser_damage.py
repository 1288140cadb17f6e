"""Mail that was damaged on its way: what can be read is shown, and said to be damaged."""

import base64

import pytest

from mail.parser import parse
from tests.mail.mails import mail, multipart, part

TEXT = part("text/plain", "Hello")
ENCODED = base64.encodebytes(b"The pump stands still.\n")


def test_words_below_the_end_of_base64_are_shown():
    raw = mail(ENCODED + b"\n____________\nSent by a list", Content_Transfer_Encoding="base64")

    parsed = parse(raw)

    assert parsed.text == "The pump stands still.\n\n____________\nSent by a list"
    assert parsed.warnings == ("damaged",)


@pytest.mark.parametrize("data", [b"picture", b"picture1", b"picture12"])
def test_words_below_the_end_of_a_file_are_not_taken_for_more_of_it(data):
    below = base64.encodebytes(data) + b"\nSent by a list of people\n"

    parsed = parse(multipart("mixed", TEXT, part("image/png", below, Content_Transfer_Encoding="base64")))

    assert ([file.data for file in parsed.attachments], parsed.warnings) == ([data], ("damaged",))


def test_junk_behind_a_boundary_does_not_hide_the_parts():
    raw = mail(
        b"--cut (scanned)\nContent-Type: text/plain\n\nHello\n--cut \t x\nContent-Type: image/png\n\nPNG\n--cut-- bye\n",
        Content_Type="multipart/mixed; boundary=cut",
    )

    parsed = parse(raw)

    assert (parsed.text, [file.data for file in parsed.attachments]) == ("Hello", [b"PNG"])
    assert parsed.warnings == ("damaged",)


def test_longer_boundary_that_begins_like_another_is_not_taken_for_it():
    inner = part("multipart/alternative; boundary=cut2", "--cut2\n\nHello\n--cut2--")

    parsed = parse(multipart("mixed", inner, part("image/png", "PNG")))

    assert (parsed.text, len(parsed.attachments), parsed.warnings) == ("Hello", 1, ())


def test_parts_are_read_where_every_boundary_ends_in_dashes():
    raw = mail(
        b"--cut--\nContent-Type: text/plain\n\nHello\n--cut--\nContent-Type: image/png\n\nPNG\n--cut--\n",
        Content_Type="multipart/mixed; boundary=cut",
    )

    parsed = parse(raw)

    assert (parsed.text, [file.data for file in parsed.attachments]) == ("Hello", [b"PNG"])
    assert parsed.warnings == ("damaged",)


def test_boundary_that_was_declared_with_dashes_at_its_end_is_a_boundary():
    parsed = parse(multipart("mixed", TEXT, part("image/png", "PNG"), boundary="cut--"))

    assert (parsed.text, len(parsed.attachments), parsed.warnings) == ("Hello", 1, ())


@pytest.mark.parametrize(
    "body", ["Please call.\n--cut\nContent-Type: image/png\n\nx\n--cut--\n", "--cut\n\n--cut--\nPlease call."]
)
def test_words_outside_of_all_parts_are_shown_where_there_are_no_others(body):
    parsed = parse(mail(body, Content_Type="multipart/mixed; boundary=cut"))

    assert (parsed.text, parsed.warnings) == ("Please call.", ("damaged",))


def test_what_programs_write_above_the_parts_is_not_shown():
    body = "This is a multi-part message in MIME format.\n--cut\nContent-Type: image/png\n\nx\n--cut--\n"

    parsed = parse(mail(body, Content_Type="multipart/mixed; boundary=cut"))

    assert (parsed.text, parsed.warnings) == ("", ())


def test_encrypted_mail_that_a_server_has_rebuilt_still_says_so():
    parts = [part("text/plain"), part("application/pgp-encrypted", "Version: 1"), part("application/octet-stream", "x")]

    parsed = parse(multipart("mixed", *parts))

    assert (parsed.warnings, len(parsed.attachments)) == (("encrypted",), 2)


def test_text_that_is_an_encrypted_message_says_so():
    armour = "-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----"

    assert parse(mail(armour)).warnings == ("encrypted",)
    assert parse(mail(f"What is this?\n> {armour}")).warnings == ()
