"""Mail made to hurt: no crash, no hang, whatever the bytes."""

from collections.abc import Iterator

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mail.parser import parse, wire
from tests.mail.mails import mail, multipart, part
from tests.timing import is_done_within

FRAGMENTS = st.sampled_from(
    [
        *(b"From: ", b"Content-Type: ", b"multipart/mixed; boundary=", b"cut", b"--cut", b"--cut--", b"message/rfc822"),
        *(b"\n", b"\r\n", b"\r", b"\n\n", b" ", b"\t", b";", b'"', b"<", b">", b"(", b"@", b",", b"=?", b"?=", b"\0"),
        *(b"=?utf-8?B?", b"=?gb2312?Q?=E4", b"filename*0*=", b"charset=utf-7", b"charset=iso-2022-jp", b"\x1b$B"),
        *(
            b"Content-Transfer-Encoding: base64",
            b"begin 644 x\n",
            b"end\n",
            b"text/html",
            b"<div>",
            b"Date: ",
            b"\xff\xfe",
        ),
        *(
            b"message/delivery-status",
            b"Content-Disposition: attachment; filename=",
            b"format=flowed; delsp=yes",
            b"> ",
        ),
        *(b"On 1 Jan 2025 a@b wrote:", b"##-x-##", b"-- ", b"References: <a@b>", b"charset=utf-16", b"%E2%82", b"''"),
    ]
)
BYTES = st.lists(st.one_of(FRAGMENTS, st.binary(max_size=12)), max_size=60).map(b"".join)


@settings(max_examples=400, deadline=None)
@given(BYTES)
@example(b"Content-Type: multipart/mixed; boundary=\n\n--\n--")
def test_any_bytes_are_parsed_and_travel_between_processes(raw):
    parsed = parse(raw)

    found = list(strings(wire.facts(parsed)))

    assert [text for text in found if "\0" in text] == []
    assert "".join(found).encode()  # no lone surrogates: like NUL, a database refuses them


def strings(value: object) -> Iterator[str]:
    """Yield every text inside lists and mappings."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from strings(list(value.values()))
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from strings(inner)


def nested(depth: int) -> bytes:
    levels = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(depth))
    return b"From: a@b.example\n" + levels + b"\nhi"


@pytest.mark.guards(12)
@pytest.mark.parametrize(
    "raw",
    [
        mail(From='"' * 20_000),
        mail(From="(" * 20_000),
        mail(From="<" * 20_000),
        mail(To="a@b.example, " * 20_000),
        mail(From='<"' + " a" * 7_900 + "> (c)", To='<"' + " a" * 7_900 + "> (c)", Cc='<"' + " a" * 7_900 + "> (c)"),
        mail(Subject="=?utf-8?Q?a?= " * 16_000),
        mail(Subject="=?utf-8?Q?a " * 16_000),
        mail(Content_Type="text/plain" + "; a=b" * 5_000),
        mail(Content_Type='text/plain; a="' + "\\" * 15_000),
        b"X-A: b\n" * 100_000 + b"\nhi",
        multipart("mixed", *[part("text/plain", "x")] * 20_000),
        nested(2_000),
        b"From: a@b.example\n" + b"Content-Type: message/rfc822\n\n" * 3_000,
        mail("<div>" * 100_000, Content_Type="text/html"),
        mail("<" * 500_000, Content_Type="text/html"),
        mail("<a href='x'>y</a>" * 20_000, Content_Type="text/html"),
        mail("<blockquote>" * 50_000, Content_Type="text/html"),
        mail("<blockquote></blockquote>" * 30_000, Content_Type="text/html"),
        mail(f"<div>{'x ' * 300_000}:</div><div>" + "<blockquote></blockquote>" * 20_000, Content_Type="text/html"),
        mail("<div style='border-top:solid #E1E1E1'>" * 10_000, Content_Type="text/html"),
        mail("<img src='data:image/png;base64," * 30_000, Content_Type="text/html"),
        mail("<img src='data:image/png;base64,AAAA'>" * 20_000, Content_Type="text/html"),
        mail(Received="by x;" * 3_000, Authentication_Results="a; dmarc=" * 1_500),
        mail("550 5.1.1 a@b.example\n" * 20_000, From="mailer-daemon@x.example", Subject="failure notice"),
        mail("x" * 300_000, From="mailer-daemon@x.example", Subject="failure notice"),
        mail(b"\x78\x9f\x3e\x22\x01\0" + bytes(3_000_000), Content_Type="application/ms-tnef"),
        mail("BEGIN:VCALENDAR\n" + "BEGIN:VEVENT\n" * 4_000, Content_Type="text/calendar"),
        mail("-----BEGIN PGP SIGNED MESSAGE-----\n" * 20_000),
        mail(b"\xe3\x81" * 400_000, Content_Type="text/plain; charset=euc-jp"),
        mail(b"\x1b$B" * 200_000, Content_Type="text/plain; charset=iso-2022-jp"),
        mail(b"begin 644 x\n" * 50_000),
        mail(b"\xe9 " * 300_000),
        mail(" \n" * 300_000, Content_Type="text/plain; format=flowed"),
    ],
    ids=range(33),
)
def test_hostile_mail_is_read_in_little_time(raw):
    assert is_done_within(5.0, lambda: parse(raw))


def test_too_many_files_are_named_but_not_kept():
    raw = multipart("mixed", part("text/plain", "Hi"), *[part("image/png", "x")] * 250)

    parsed = parse(raw)

    assert (parsed.text, len(parsed.attachments)) == ("Hi", 200)
    assert parsed.warnings == ("left_out",)
    assert [(file.name, file.size, file.reason) for file in parsed.left_out][:1] == [
        ("attachment-201.png", 1, "too_many")
    ]
    assert len(parsed.left_out) == 50


@pytest.mark.long
@settings(max_examples=20_000, deadline=2000)
@given(BYTES)
def test_twenty_thousand_mails_are_parsed(raw):
    parsed = parse(raw)

    words = (parsed.subject, parsed.from_name, parsed.from_address, parsed.text, parsed.html)
    assert not any("\0" in said for said in words)  # which PostgreSQL would refuse
