"""What real mail has wrong, and what was meant: header blocks, boundaries, encoded words, addresses, dates, names."""

from datetime import UTC, datetime

import pytest

from mail.parser import Doubt, charsets, parse
from tests.mail.mails import joined, mail, multipart, part
from tests.timing import is_done_within

FROM = b"From: a@b.example\n"


def sender(field: str | bytes) -> tuple[str, str]:
    parsed = parse(mail(From=field))
    return parsed.from_name, parsed.from_address


def test_lines_of_a_mail_folder_among_the_headers_belong_to_no_field():
    raw = b"Return-Path: <>\n>From x@y Wed Jan  1 00:00:00 2025\nSubject: Yes\nFrom ana Mon Feb  3\n" + FROM + b"\nHi"

    parsed = parse(raw)

    assert (parsed.subject, parsed.auto_reasons, parsed.text) == ("Yes", ("return-path",), "Hi")


def test_doubled_returns_at_line_ends_part_a_mail_all_the_same():
    raw = multipart("mixed", part("text/plain", "One\nTwo"), part("text/csv; name=a.csv", "x"))

    parsed = parse(raw.replace(b"\n", b"\r\r\n"))

    assert (parsed.text, [(f.name, f.data) for f in parsed.attachments]) == ("One\nTwo", [("a.csv", b"x")])


@pytest.mark.parametrize("told", ['"cut "', "'cut'", "cut; charset=utf-8", '"cut', "cut*", "=?cut?="])
def test_boundary_is_found_however_it_was_written(told):
    boundary = {"cut*": "cut*", "=?cut?=": "=?cut?="}.get(told, "cut")
    inside = joined(part("text/plain", "Hi"), part("text/csv; name=a.csv", "x"), boundary=boundary)

    parsed = parse(mail(inside, Content_Type=f"multipart/mixed; boundary={told}"))

    assert (parsed.text, len(parsed.attachments)) == ("Hi", 1)


@pytest.mark.parametrize(
    ("kind", "body", "text"),
    [
        ("text", "Hi", "Hi"),
        ("plain/text", "Hi", "Hi"),
        ("html", "<p>Hi</p>", "Hi"),
        ("TEXT/HTML", "<p>Hi</p>", "Hi"),
        ("text/plain charset=utf-8", "Hi", "Hi"),
        ("nonsense", "Hi", "Hi"),
        ("", "Hi", "Hi"),
    ],
)
def test_type_that_is_none_is_read_as_it_was_meant(kind, body, text):
    assert parse(mail(body, Content_Type=kind)).text == text


@pytest.mark.parametrize(
    "encoding", ["quoted/printable", "quoted-printeable", "Quoted-Printable; x", "quotedprintable"]
)
def test_encoding_is_known_in_spite_of_its_spelling(encoding):
    raw = mail("Caf=C3=A9", Content_Transfer_Encoding=encoding, Content_Type="text/plain; charset=utf-8")

    assert parse(raw).text == "Café"


def test_empty_lines_in_uuencoded_data_are_nothing():
    body = "begin 644 a.txt\n\n#0V%T\n`\nend\n"
    raw = mail(body, Content_Type="application/x-y; name=a.txt", Content_Transfer_Encoding="x-uuencode")

    assert [file.data for file in parse(raw).attachments] == [b"Cat"]


def test_encoded_words_of_any_length_are_decoded():
    assert parse(mail(Subject=b"=?utf-8?Q?" + b"=C3=A9" * 900 + b"?=")).subject == "é" * 900


@pytest.mark.parametrize(
    ("subject", "shown"),
    [
        ("=?utf-8?Q?a?==?utf-8?Q?b?=", "ab"),
        ("x=?utf-8?Q?a?=y", "xay"),
        ("Re: =?utf-8?Q?a?= [#1] =?utf-8?Q?b?=", "Re: a [#1] b"),
        ("=?iso-2022-jp?B?GyRCJDM=?= =?iso-2022-jp?B?JDMbKEI=?=", "ここ"),
        ("=?utf-8?Q?one=0D=0ABcc:_x?=", "one Bcc: x"),
        ("=?utf-8?Q?never ended", "=?utf-8?Q?never ended"),
        ("=?utf-8?X?unknown?=", "=?utf-8?X?unknown?="),
        ("=?gb2312?B?6Ua7+Q==?=", "镕基"),
    ],
)
def test_encoded_words_stand_in_any_company(subject, shown):
    assert parse(mail(Subject=subject)).subject == shown


@pytest.mark.parametrize(
    ("field", "found"),
    [
        ("Ana ana@client.example", ("Ana", "ana@client.example")),
        ("Ana ana@client.example>", ("Ana", "ana@client.example")),
        ("Ana <ana@client.example", ("Ana", "ana@client.example")),
        ("Ana [mailto:ana@client.example]", ("", "ana@client.example")),
        ('"Ana \\"the\\" Pop" <ana@client.example>', ('Ana "the" Pop', "ana@client.example")),
        ("'Ana Pop' <ana@client.example>", ("Ana Pop", "ana@client.example")),
        ("'Ana' via Desk <d@desk.example>", ("'Ana' via Desk", "d@desk.example")),
        ("=?utf-8?Q?Ana_=3Cana=40client=2Eexample=3E?=", ("Ana", "ana@client.example")),
        ("Ana <ana@client.example.>", ("Ana", "ana@client.example")),
        ("o'neil@client.example", ("", "o'neil@client.example")),
        (f"{'a' * 64}@client.example", ("", f"{'a' * 64}@client.example")),
        (f"<{'a' * 65}@client.example>", ("", "")),
        (f"<a@{'b.' * 125}example>", ("", "")),
        ("Ana <ana@>, <@client.example>, b@c.example", ("", "b@c.example")),
    ],
)
def test_sender_is_read_as_he_was_meant(field, found):
    assert sender(field) == found


@pytest.mark.parametrize("fallback", ["Reply-To", "Sender", "Return-Path"])
def test_without_a_usable_from_others_stand_in_and_authorise_nothing(fallback):
    parsed = parse(f"From: Somebody\n{fallback}: <ana@client.example>\n\nHi".encode())

    assert (parsed.from_name, parsed.from_address, parsed.sender_certain) == ("Somebody", "ana@client.example", False)
    assert parsed.warnings == (Doubt.UNCERTAIN,)


def test_fallbacks_are_asked_in_their_order():
    raw = b"Return-Path: <c@x.example>\nSender: b@x.example\nReply-To: a@x.example\n\nHi"

    assert parse(raw).from_address == "a@x.example"


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("lunedì, 3 febbraio 2025 10:00 +0100", datetime(2025, 2, 3, 9, tzinfo=UTC)),
        ("3 de febrero de 2025 10:00", datetime(2025, 2, 3, 10, tzinfo=UTC)),
        ("Mon, 3 Feb 2025 10:00:00.123 +0100", datetime(2025, 2, 3, 9, tzinfo=UTC)),
        ("Mon, 31 Feb 2025 10:00:00 +0000", None),
        ("Mon, 3 Feb 2025 10:00:00 +9999", None),
        ("Fri, 31 Dec 9999 23:59:59 -0100", None),
        ("1738576800", None),
    ],
)
def test_date_of_another_kind_is_read_or_left_open(value, moment):
    assert parse(mail(Date=value)).date == moment


@pytest.mark.parametrize(
    ("charset", "codec"),
    [
        *[(name, "gb18030") for name in ("gb2312", "GBK", "x-gbk", "cp936", "iso-gb2312")],
        *[(name, "cp1252") for name in ("iso-8859-1", "latin1", "ISO-8859-1; x", "iso-8859-1,utf-8")],
        *[("iso-8859-9", "cp1254"), ("iso-8859-8-i", "iso8859-8"), ("ks_c_5601-1987", "cp949"), ("euc-kr", "cp949")],
        *[("shift_jis", "cp932"), ("big5", "big5hkscs"), ("unicode-1-1-utf-7", "utf-7"), ("x-mac-roman", "mac-roman")],
        *[("windows-874", "cp874"), ("tis-620", "cp874"), ("utf-8 \n x", "utf-8"), ('"utf-8"', "utf-8")],
        *[(n, "") for n in ("us-ascii", "unknown-8bit", "x-unknown", "none", "default", "", "rot13", "zip", "base64")],
        *[(name, "") for name in ("hex", "bz2", "uu", "quopri", "idna", "punycode", "../../etc", "a" * 5000, "\0")],
    ],
)
def test_declared_charset_becomes_the_codec_that_was_meant(charset, codec):
    assert charsets.codec_for(charset) == codec


def test_few_broken_bytes_do_not_make_utf8_something_else():
    assert charsets.decode("é".encode() * 100 + b"\xff", "utf-8") == "é" * 100 + "\ufffd"


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        ('attachment; filename="e\u0301.pdf"', "é.pdf"),
        ("attachment; filename*1=b; filename*0=a; filename*10=k; filename*2=c", "abck"),
        ("attachment; filename*=utf-8'en'%C3%A9.pdf; filename=e.pdf", "é.pdf"),
        (b'attachment; filename="\xe9t\xe9.pdf"', "été.pdf"),
        ('attachment; filename="=?utf-8?Q?a_?= =?utf-8?Q?b.pdf?="', "a b.pdf"),
        ("attachment; filename==?utf-8?B?w6kucGRm?=", "é.pdf"),
        ('attachment; filename="con?.pdf"', "con?.pdf"),
        ('attachment; filename="../.."', "attachment-1.csv"),
        ('attachment; filename="a\u200b.ht\u202eaccess\x07"', "a.htaccess"),
    ],
)
def test_name_of_a_file_is_what_its_sender_saw(disposition, name):
    raw = multipart("mixed", part("text/plain", "Hi"), part("text/csv", "x", Content_Disposition=disposition))

    assert [file.name for file in parse(raw).attachments] == [name]


@pytest.mark.parametrize(("cid", "name"), [("logo.png@01D", "logo.png"), ("a1b2@x", "attachment-1.png")])
def test_file_without_a_name_has_that_of_its_id_where_it_looks_like_one(cid, name):
    raw = multipart("mixed", part("text/plain", "Hi"), part("image/png", "x", Content_ID=f"<{cid}>"))

    assert [file.name for file in parse(raw).attachments] == [name]


@pytest.mark.parametrize("word", ["=?utf-8?Q?a ", "=?utf-8?Q?a?", "=?a?B?", "=?utf-8?Q??=41", "a@", "<", "(", '"'])
def test_hundreds_of_address_fields_made_to_cost_time_are_read_at_once(word):
    raw = b"".join(b"To: " + (word * 1600).encode() + b"\n" for _ in range(300)) + b"\nHi"

    assert is_done_within(2.0, lambda: parse(raw))
