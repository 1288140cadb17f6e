"""What of a mail is its text: by its name, its kind, and what stands beside it."""

import pytest

from mail.parser import parse
from tests.mail.mails import mail, multipart, part

PDF = part("application/pdf; name=log.pdf", "%PDF")
NAMED = part('text/plain; name="msg.txt"', "The pump stands still.", Content_Disposition="inline")


def names(parsed):
    return [file.name for file in parsed.attachments]


def test_text_with_a_name_is_the_text():
    parsed = parse(multipart("mixed", NAMED, PDF))

    assert (parsed.text, names(parsed)) == ("The pump stands still.", ["log.pdf"])


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_text_with_a_name_is_a_file_beside_a_nameless_one(order):
    parts = [NAMED, multipart("alternative", part("text/plain", "Hello"), part("text/html", "<p>Hello"), boundary="in")]

    parsed = parse(multipart("mixed", *(parts[index] for index in order)))

    assert (parsed.text, names(parsed)) == ("Hello", ["msg.txt"])


def test_nameless_text_without_words_does_not_count():
    parsed = parse(multipart("mixed", part("text/plain", " \n"), NAMED))

    assert (parsed.text, names(parsed)) == ("The pump stands still.", [])


def test_of_two_texts_with_names_the_first_is_the_text():
    parsed = parse(multipart("mixed", NAMED, part("text/plain; name=trace.txt", "trace")))

    assert (parsed.text, names(parsed)) == ("The pump stands still.", ["trace.txt"])


def test_both_forms_of_a_text_with_a_name_are_the_text():
    forms = [part("text/plain; name=a.txt", "Hello"), part("text/html; name=a.html", "<p>Hello</p>")]

    parsed = parse(multipart("alternative", *forms))

    assert (parsed.text, parsed.html, names(parsed)) == ("Hello", "<p>Hello</p>", [])


def test_text_that_its_sender_calls_an_attachment_is_a_file():
    parsed = parse(multipart("mixed", part("text/plain", "x", Content_Disposition="attachment; filename=a.txt")))

    assert (parsed.text, names(parsed)) == ("", ["a.txt"])


@pytest.mark.parametrize("kind", ["text/markdown", "text/x-rst", "text/anything"])
def test_text_of_a_rare_kind_alone_is_text(kind):
    assert parse(mail("**Hello**", Content_Type=kind)).text == "**Hello**"
    assert parse(multipart("mixed", part(kind, "**Hello**"), PDF)).text == "**Hello**"
    assert names(parse(multipart("mixed", part(kind, "**Hello**"), PDF))) == ["log.pdf"]


@pytest.mark.parametrize("kind", ["text/csv", "text/vcard"])
def test_data_alone_is_a_file(kind):
    parsed = parse(mail("a;b", Content_Type=kind))

    assert (parsed.text, len(parsed.attachments)) == ("", 1)


@pytest.mark.parametrize("kind", ["text/x-amp-html", "text/watch-html", "text/markdown"])
def test_another_form_of_the_same_words_is_no_file(kind):
    forms = [part("text/plain", "Hello"), part(kind, "<p>Hello again"), part("text/html", "<p>Hello</p>")]

    parsed = parse(multipart("alternative", *forms))

    assert (parsed.text, parsed.html, names(parsed)) == ("Hello", "<p>Hello</p>", [])


def test_only_form_of_the_words_is_the_text_whatever_stands_elsewhere():
    only = multipart("alternative", part("text/markdown", "**Pump**"), boundary="in")

    parsed = parse(multipart("mixed", only, part("text/plain", "Sent by phone")))

    assert "**Pump**" in (parsed.text, *(file.data.decode() for file in parsed.attachments))


CYRILLIC, CHINESE, JAPANESE, CZECH = "Принтер", "打印机坏了", "プリンタ故障", "Příliš žluťoučký"


@pytest.mark.parametrize(
    ("words", "charset"), [(CYRILLIC, "koi8-r"), (CHINESE, "gbk"), (JAPANESE, "shift_jis"), (CZECH, "windows-1250")]
)
@pytest.mark.parametrize("first", ["us-ascii", "utf-8"])
def test_bytes_in_headers_and_names_are_read_by_the_charset_of_the_text(words, charset, first):
    told = words.encode(charset)
    raw = multipart(
        "mixed",
        part(f"text/plain; charset={first}", "See below"),
        part(b'image/png; name="' + told + b'.png"', "x"),
        part(f"text/plain; charset={charset}", told),
        From=told + b" <ana@client.example>",
        To="=?utf-8?Q?Caf=C3=A9?= <support@desk.example>",
        Subject=told,
    )

    parsed = parse(raw)

    assert (parsed.subject, parsed.from_name, names(parsed)) == (words, words, [f"{words}.png"])


def test_bytes_in_the_headers_of_an_attached_mail_are_read_by_the_charset_of_its_text():
    told = CYRILLIC.encode("koi8-r")
    inner = mail(told, Subject=told, Content_Type="text/plain; charset=koi8-r")

    parsed = parse(multipart("mixed", part("text/plain", "See below"), part("message/rfc822", inner)))

    assert names(parsed) == [f"{CYRILLIC}.eml"]


@pytest.mark.parametrize(
    ("told", "name"),
    [
        (r'"C:\TEMP\nsmail.png"', "nsmail.png"),
        (r'"C:\\TEMP\\nsmail.png"', "nsmail.png"),
        (r"C:\TEMP\nsmail.png", "nsmail.png"),
        (r'"\\server\share\nsmail.png"', "nsmail.png"),
        (r'"TEMP\nsmail.png"', "nsmail.png"),
        (r'"plan\(1\).png"', "plan(1).png"),
        (r'"the \"new\" plan.png"', 'the "new" plan.png'),
    ],
)
def test_name_of_a_file_is_read_without_its_path(told, name):
    assert names(parse(multipart("mixed", part(f"image/png; name={told}", "x")))) == [name]
