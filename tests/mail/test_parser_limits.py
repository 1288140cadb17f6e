"""What of a mail is too much, and what becomes of the rest: it stays in the raw mail and is told of."""

import base64

import pytest

from mail.parser import Doubt, parse, structure
from mail.parser.parsed import LeftOut, TooMuch
from tests.mail.mails import joined, mail, multipart, part

HI = part("text/plain", "Hi")


@pytest.mark.guards(9)
def test_file_that_is_too_large_is_left_out_and_named(monkeypatch):
    monkeypatch.setattr(structure, "MAX_FILE_SIZE", 10)
    raw = multipart("mixed", HI, part("text/csv; name=big.csv", "x" * 11), part("text/csv; name=fit.csv", "x" * 10))

    parsed = parse(raw)

    assert [file.name for file in parsed.attachments] == ["fit.csv"]
    assert (parsed.warnings, parsed.left_out) == ((Doubt.LEFT_OUT,), (LeftOut("big.csv", 11, TooMuch.FILE),))


def test_files_that_are_too_large_together_are_left_out(monkeypatch):
    monkeypatch.setattr(structure, "MAX_FILES_SIZE", 10)

    parsed = parse(multipart("mixed", HI, *[part(f"text/csv; name={n}.csv", "xxxxx") for n in range(4)]))

    assert [file.name for file in parsed.attachments] == ["0.csv", "1.csv"]


def test_limits_are_those_that_were_promised():
    mib = 1024 * 1024

    assert (25 * mib, 50 * mib, 200) == (structure.MAX_FILE_SIZE, structure.MAX_FILES_SIZE, structure.MAX_FILES)
    assert (40, 500, 2 * mib) == (structure.MAX_DEPTH, structure.MAX_PARTS, structure.MAX_TEXT)


@pytest.mark.guards(9)
def test_five_hundred_parts_are_read_and_no_more():
    parsed = parse(multipart("mixed", *[HI] * 600))

    assert parsed.text.count("Hi") == 499
    assert parsed.warnings == (Doubt.TOO_MANY_PARTS,)


@pytest.mark.guards(9)
@pytest.mark.parametrize(("depth", "text"), [(30, "deep"), (60, "")])
def test_parts_are_read_forty_deep(depth, text):
    inner = part("text/plain", "deep")
    for level in range(depth):
        inner = part(f"multipart/mixed; boundary=b{level}", joined(inner, boundary=f"b{level}"))

    assert parse(b"From: a@b.example\n" + inner).text == text


@pytest.mark.parametrize("kind", ["text/plain", "text/html"])
def test_text_that_is_too_long_is_cut_and_attached_whole(kind):
    words = "Hello there. " * 200_000

    parsed = parse(mail(words, Content_Type=kind))

    assert (len(parsed.text) <= 2 * 1024 * 1024, parsed.html) == (True, "")
    assert [len(file.data) for file in parsed.attachments] == [len(words)]


def test_five_thousand_links_are_shown_and_one_more_is_not():
    link = "<a href='https://client.example'>x</a> "

    assert parse(mail(link * 5000, Content_Type="text/html")).html
    assert parse(mail(link * 5001, Content_Type="text/html")).html == ""


def test_five_hundred_addresses_are_read_and_no_more():
    people = ", ".join(f"p{number}@x.example" for number in range(600))

    assert len(parse(mail(To=people)).to) == 500


@pytest.mark.parametrize(("count", "subject"), [(4_998, "late"), (4_999, "")])
def test_header_field_is_cut_and_fields_beyond_five_thousand_are_left(count, subject):
    parsed = parse(b"From: a@b.example\n" + b"X-A: b\n" * count + b"Subject: late\n\nHi")

    assert len(parse(mail(Subject="x" * 20_000)).subject) == 998
    assert (parsed.subject, parsed.text) == (subject, "Hi")


@pytest.mark.parametrize("kind", ["text/markdown", "text/csv", "text/x-vcard", "text/xml", "application/json"])
def test_text_of_another_kind_is_a_file(kind):
    parsed = parse(multipart("mixed", HI, part(kind, "x")))

    assert (parsed.text, [file.type for file in parsed.attachments]) == ("Hi", [kind])


def test_last_html_that_shows_something_is_the_body():
    richer = [part("text/html", html) for html in ("<p>One</p>", "<p>Two</p>", "<p>&nbsp;</p>")]

    assert parse(multipart("alternative", HI, *richer)).html == "<p>Two</p>"


def test_mail_that_is_only_a_file_has_no_words():
    raw = mail(base64.b64encode(b"%PDF"), Content_Type="application/pdf", Content_Transfer_Encoding="base64")

    parsed = parse(raw)

    assert (parsed.text, [(f.name, f.data) for f in parsed.attachments]) == ("", [("attachment-1.pdf", b"%PDF")])


def test_zone_of_absurd_length_in_an_invitation_breaks_nothing():
    zone = "x" * 5000
    event = (
        f"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:x\nDTSTART;TZID={zone}:20250303T100000\nEND:VEVENT\nEND:VCALENDAR\n"
    )

    assert parse(multipart("mixed", HI, part("text/calendar", event))).text == "Hi"
