"""Charsets, transfer encodings and flowed text."""

import base64

import pytest

from mail.parser import parse
from tests.mail.mails import mail, multipart, part

JIS = "①髙".encode("cp932")


def as_plain(body: bytes, charset: str, encoding: str = "8bit") -> str:
    raw = mail(body, Content_Type=f"text/plain; charset={charset}", Content_Transfer_Encoding=encoding)
    return parse(raw).text


@pytest.mark.parametrize(
    ("body", "charset", "text"),
    [
        ("镕基".encode("gb18030"), "gb2312", "镕基"),
        ("镕基".encode("gb18030"), "iso-gb2312", "镕基"),
        ("“quoted” – €".encode("cp1252"), "iso-8859-1", "“quoted” – €"),
        ("İstanbul ş".encode("cp1254"), "iso-8859-9", "İstanbul ş"),
        ("déjà vu".encode(), "iso-8859-1", "déjà vu"),
        ("déjà vu".encode(), "us-ascii", "déjà vu"),
        ("déjà vu".encode("cp1252"), "us-ascii", "déjà vu"),
        ("déjà vu".encode("cp1252"), "utf-8", "déjà vu"),
        ("déjà vu".encode("cp1252"), "X-UNKNOWN", "déjà vu"),
        ("déjà vu".encode(), '""', "déjà vu"),
        ("déjà vu".encode(), '"utf-8 content-transfer-encoding: 8bit"', "déjà vu"),
        ("똠방".encode("cp949"), "ks_c_5601-1987", "똠방"),
        ("①髙".encode("cp932"), "shift_jis", "①髙"),
        (b"\x1b$B-!\x1b(B ok", "iso-2022-jp", "① ok"),
        ("日本".encode("iso2022_jp"), "iso-2022-jp", "日本"),
        ("ไทย".encode("cp874"), "tis-620", "ไทย"),
        ("Привет".encode("koi8-r"), "koi8-r", "Привет"),
        (b"abc\x81def", "windows-1252", "abc\x81def"),
        (b"plain", "rot13", "plain"),
        (b"nul\0 and bell\x07", "utf-8", "nul and bell"),
    ],
)
def test_text_is_decoded_by_what_the_bytes_show(body, charset, text):
    assert as_plain(body, charset) == text


def test_russian_text_without_charset_is_guessed():
    letter = "Здравствуйте, у нас не работает принтер на втором этаже, пожалуйста, помогите как можно скорее. " * 3

    assert parse(mail(letter.encode("windows-1251"))).text == letter.strip("\n")


def test_html_without_charset_takes_that_of_its_meta():
    body = '<meta charset="windows-1251"><p>Привет</p>'.encode("windows-1251")

    assert parse(mail(body, Content_Type="text/html")).text == "Привет"


@pytest.mark.parametrize(
    "body",
    [
        base64.b64encode(b"Hello world"),
        base64.b64encode(b"Hello world").rstrip(b"="),
        b"SGVs!!bG8g\n  d29ybGQ=",
        base64.b64encode(b"Hello wo") + b"\n" + base64.b64encode(b"rld"),
        base64.b64encode(b"Hello world") + b"\nA",
    ],
)
def test_damaged_base64_is_decoded(body):
    assert as_plain(body, "utf-8", "BASE64 ; foo") == "Hello world"


def test_quoted_printable_is_decoded_and_unknown_encodings_are_left():
    assert as_plain(b"Caf=C3=A9 =\nau lait", "utf-8", "Quoted-Printable") == "Café au lait"
    assert as_plain(b"Caf=C3=A9", "utf-8", "x-none") == "Caf=C3=A9"


def test_uuencoded_file_in_a_text_becomes_an_attachment():
    body = b"See below\n\nbegin 644 note.txt\n%2&5L;&\\\n`\nend\n"

    parsed = parse(mail(body))

    assert parsed.text == "See below"
    assert [(a.name, a.data) for a in parsed.attachments] == [("note.txt", b"Hello")]


@pytest.mark.parametrize(
    ("body", "options", "text"),
    [
        ("one \ntwo\nthree", "", "one two\nthree"),
        ("> one \n> two\nthree", "", "> one two\nthree"),
        (">> one \n> two", "", ">> one\n> two"),
        ("one \n\ntwo", "", "one\n\ntwo"),
        ("bye\n-- \nAna", "", "bye\n-- \nAna"),
        ("日 \n本", "; delsp=yes", "日本"),
        (" from\n >x", "", "from\n>x"),
    ],
)
def test_flowed_text_is_put_together(body, options, text):
    assert parse(mail(body, Content_Type=f"text/plain; charset=utf-8; format=flowed{options}")).text == text


def test_html_that_shows_nothing_gives_way_to_the_text():
    raw = multipart(
        "alternative", part("text/plain", "The message"), part("text/html", "<html><body><br></body></html>")
    )

    parsed = parse(raw)

    assert (parsed.text, parsed.html) == ("The message", "")


def test_html_alone_has_its_visible_words_as_text():
    body = "<head><title>no</title><style>p{}</style></head><p>One<br>two</p><script>no</script><ul><li>three</ul>"

    assert parse(mail(body, Content_Type="text/html")).text == "One\ntwo\n\n- three"


def test_deeply_nested_html_is_still_read():
    body = "<div>" * 1500 + "deep" + "</div>" * 1500

    assert parse(mail(body, Content_Type="text/html")).text == "deep"


def test_empty_mail_has_empty_text():
    parsed = parse(b"")

    assert (parsed.subject, parsed.text, parsed.from_address) == ("", "", "")


@pytest.mark.parametrize(
    ("body", "style"),
    [
        ("style='background:#000;color:#fff'", "background-color: #000; padding: 8px; color: #fff"),
        ("bgcolor=navy text=white", "background-color: navy; padding: 8px; color: white"),
        ("style='background-color: rgb(0, 0, 0)'", "background-color: rgb(0, 0, 0); padding: 8px"),
    ],
)
def test_a_dark_page_stays_dark(body, style):
    html = parse(mail(f"<html><body {body}><p>Hi</p></body></html>", Content_Type="text/html")).html

    assert f'<div style="{style}"><p>Hi</p></div>' in html


@pytest.mark.parametrize(
    "body", ["", "bgcolor='#FFFFFF'", "style='background: url(x)'", "style='word-wrap: break-word'"]
)
def test_a_bright_page_is_left_as_it_is(body):
    source = f"<html><body {body}><p>Hi</p></body></html>"

    assert parse(mail(source, Content_Type="text/html")).html == source
