"""Where the headers end: at an empty line, or where nothing like a header follows."""

import base64

import pytest

from mail.parser import parse
from tests.mail.mails import multipart, part

PICTURE = bytes(range(256)) * 3


def test_line_of_blanks_inside_a_folded_header_does_not_end_the_headers():
    raw = b"From: a@b.example\nSubject: Pump\n \n stands still\nReferences: <1@x>\n\t\n <2@x>\nDate: x\n\nHello"

    parsed = parse(raw)

    assert (parsed.subject, parsed.references, parsed.text) == ("Pump stands still", ("<1@x>", "<2@x>"), "Hello")


@pytest.mark.parametrize("words", ["Please call: 123\nAna", "  indented\nAna", "Ana\nSubject: no header"])
def test_line_of_blanks_ends_the_headers_where_only_words_follow(words):
    parsed = parse(b"From: a@b.example\nSubject: Pump\n \n" + words.encode() + b"\n\nBye")

    assert (parsed.subject, parsed.text) == ("Pump", f"{words}\n\nBye")


@pytest.mark.parametrize(
    "words",
    [
        "Hello there,\nmy printer fails\nReceived: nothing since monday\nthanks",
        "Dear all,\nplease come\nTo: all colleagues\nat noon",
    ],
)
def test_sentence_that_begins_like_a_field_hides_no_words(words):
    parsed = parse(b"From: a@b.example\nSubject: s\n" + words.encode())

    assert (parsed.subject, parsed.text, parsed.warnings) == ("s", words, ())


def test_lines_between_two_fields_that_go_to_the_upper_one_are_told():
    raw = b"From: a@b.example\nSubject: s\nlost\nand found\nTo: support@desk.example\n\nHello"

    parsed = parse(raw)

    assert (parsed.subject, parsed.text, parsed.warnings) == ("s lost and found", "Hello", ("damaged",))


def test_several_continuation_lines_that_lost_their_blank_belong_to_the_headers():
    raw = (
        b"Received: from x\nby y with ESMTP\nid 1\nfor <support@desk.example>; Mon, 3 Feb 2025 10:00:00 +0000\n"
        b"From: a@b.example\nContent-Type: multipart/mixed;\n boundary=cut\nSubject: Yes\n\n--cut\n\nHello\n--cut--\n"
    )

    parsed = parse(raw)

    assert (parsed.subject, parsed.from_address, parsed.text) == ("Yes", "a@b.example", "Hello")


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ("References: <1@x>\n<2@x>\n<3@x>", ("<1@x>", "<2@x>", "<3@x>")),
        ("References: <1@x>\n<2@x>\n<3@x>\nX-Mailer: y", ("<1@x>", "<2@x>", "<3@x>")),
    ],
)
def test_list_that_lost_its_blanks_is_read_to_its_end(lines, found):
    parsed = parse(f"From: a@b.example\n{lines}\n\nHello".encode())

    assert (parsed.references, parsed.text) == (found, "Hello")


def test_recipients_one_a_line_are_read_though_the_lines_lost_their_blanks():
    parsed = parse(b"From: a@b.example\nTo: c@x.example,\nd@x.example,\ne@x.example\n\nHello")

    assert ([entry.address for entry in parsed.to], parsed.text) == (
        ["c@x.example", "d@x.example", "e@x.example"],
        "Hello",
    )


def test_words_without_an_empty_line_before_them_are_the_text():
    parsed = parse(b"From: a@b.example\nSubject: Pump\nIt stands still.\nPlease come.\n\nAna")

    assert (parsed.subject, parsed.text) == ("Pump", "It stands still.\nPlease come.\n\nAna")


def test_picture_below_a_header_with_a_very_long_name_is_decoded():
    headers = {"X-" + "a" * 300: "1", "Content_Transfer_Encoding": "base64"}

    parsed = parse(multipart("mixed", part("image/png; name=a.png", base64.encodebytes(PICTURE), **headers)))

    assert [(file.name, file.data) for file in parsed.attachments] == [("a.png", PICTURE)]


def test_picture_whose_headers_lost_their_blanks_is_decoded():
    lost = b"Content-Type: image/png;\nx-mac-type=1;\nx-mac-creator=2;\nname=a.png\nContent-Transfer-Encoding: base64"

    parsed = parse(multipart("mixed", lost + b"\n\n" + base64.encodebytes(PICTURE)))

    assert [(file.type, file.data) for file in parsed.attachments] == [("image/png", PICTURE)]


def test_what_stands_below_eleven_hundred_recipients_one_a_line_is_read():
    recipients = ",\n ".join(f"p{number}@x.example" for number in range(1100))

    parsed = parse(f"To: {recipients}\nFrom: a@b.example\nSubject: Pump\n\nHello".encode())

    assert (parsed.subject, parsed.from_address, parsed.text) == ("Pump", "a@b.example", "Hello")
    assert len(parsed.to) == 500
