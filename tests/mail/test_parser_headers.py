"""Headers as real mail has them."""

from datetime import UTC, datetime

import pytest

from mail.parser import Address, parse
from tests.mail.mails import mail


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        (b"Gr\xc3\xbc\xc3\x9fe", "Grüße"),
        (b"Gr\xfc\xdfe", "Grüße"),
        (b"=?utf-8?Q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
        (b"=?iso-8859-1?q?Gr=FC=DFe_an_dich?=", "Grüße an dich"),
        (b"=?utf-8?b?R3LDvMOfZQ?=", "Grüße"),
        (b"=?utf-8*de?b?R3LDvMOfZQ==?=", "Grüße"),
        (b"=?utf-8?B?4?=", "=?utf-8?B?4?="),
        (b"=?utf-8?Q?Pump_?=24 stands", "Pump 24 stands"),
        (b"=?utf-8?B?UHVtcCA=?=24 stands", "Pump 24 stands"),
        (b"=?utf-8?Q?Pump?=24 =?utf-8?Q?_stands?=", "Pump24 stands"),
        (b"=?utf-8?Q?Why?=3F?=", "Why??"),
        (b"=?utf-8?Q?=E2=82?= =?utf-8?Q?=AC_10?=", "€ 10"),
        (b"=?utf-8?Q?one?=\n =?utf-8?Q?two?=", "onetwo"),
        (b"=?utf-8?Q?one?= and =?utf-8?Q?two?=", "one and two"),
        (b"=?utf-8?Q?a b c?=", "a b c"),
        (b"=?gb2312?B?6Ua7+Q==?=", "镕基"),
        (b"=?x-unknown?Q?caf=C3=A9?=", "café"),
        (b"=?iso-8859-1?Q?caf=C3=A9s_d=C3=A9j=C3=A0?=", "cafés déjà"),
        (b"=?utf-8?Q?a=00b=E2=80=AEc?=", "abc"),
        (b"=?rot13?Q?uryyb?=", "uryyb"),
    ],
)
def test_subject_is_read_in_whatever_way_it_was_written(raw, read):
    assert parse(mail(Subject=raw)).subject.replace("\ufffd", "") == read


def test_eight_bit_subject_takes_the_charset_that_another_header_names():
    raw = mail(Subject=b"\xcf\xf0\xe8\xe2\xe5\xf2", From=b"=?windows-1251?B?yOLg7Q==?= <i@r.example>")

    parsed = parse(raw)

    assert (parsed.from_name, parsed.subject) == ("Иван", "Привет")


@pytest.mark.guards(10)
@pytest.mark.parametrize(
    ("field", "name", "address"),
    [
        ("ana@client.example", "", "ana@client.example"),
        ('"Pop, Ana" <Ana@Client.EXAMPLE>', "Pop, Ana", "ana@client.example"),
        ("=?utf-8?Q?Pop=2C_Ana?= <ana@client.example>", "Pop, Ana", "ana@client.example"),
        ("ana@client.example (Ana Pop)", "Ana Pop", "ana@client.example"),
        ("support@us.example <evil@x.example>", "support@us.example", "evil@x.example"),
        ("Ana <mailto:ana@client.example>", "Ana", "ana@client.example"),
        ("<ana @client.example>", "", "ana@client.example"),
        ("Jörg <jörg@münchen.example>", "Jörg", "jörg@xn--mnchen-3ya.example"),
        ("undisclosed-recipients:; ", "", ""),
        ('"ana@client.example"', "", "ana@client.example"),
        ('"a@b"@c.example', "a@b@c.example", ""),
    ],
)
def test_sender_is_found_in_any_spelling(field, name, address):
    parsed = parse(mail(From=field))

    assert (parsed.from_name, parsed.from_address) == (name, address)


@pytest.mark.guards(10)
def test_sender_from_a_fallback_is_marked_uncertain():
    parsed = parse(mail(From="Somebody", Reply_To="ana@client.example"))

    assert (parsed.from_address, parsed.sender_certain) == ("ana@client.example", False)


def test_first_valid_of_several_from_lines_counts():
    raw = b"From: nobody\nFrom: ana@client.example\n\nhi"

    assert parse(raw).from_address == "ana@client.example"


def test_recipients_of_all_kinds_are_listed_once():
    raw = mail(To="a@x.example, Group: b@x.example, c@x.example;", Cc="a@x.example", Delivered_To="d@x.example")

    assert parse(raw).recipients == ("d@x.example", "a@x.example", "b@x.example", "c@x.example")


def test_reply_to_is_kept_beside_the_sender():
    assert parse(mail(Reply_To="Form <form@x.example>")).reply_to == (Address("Form", "form@x.example"),)


@pytest.mark.guards(10)
@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("Mon, 3 Feb 2025 10:00:00 +0100", datetime(2025, 2, 3, 9, tzinfo=UTC)),
        ("Mon, 3 Feb 2025 10:00:00", datetime(2025, 2, 3, 10, tzinfo=UTC)),
        ("Mon, 3 Feb 2025 25:00:00 +0100", None),
        ("lun., 3 févr. 2025 10:00", datetime(2025, 2, 3, 10, tzinfo=UTC)),
        ("2025-02-03T10:00:00+01:00", datetime(2025, 2, 3, 9, tzinfo=UTC)),
        ("3 Feb 2025 10:00:00 -05:30", datetime(2025, 2, 3, 15, 30, tzinfo=UTC)),
        ("Mon, 3 Feb 2025 10:00:00 CEST", datetime(2025, 2, 3, 8, tzinfo=UTC)),
        ("Mon, 3 Feb 2025 10:00:00 GMT+1", datetime(2025, 2, 3, 9, tzinfo=UTC)),
        ("Mo, 3 Mär 2025 10:00:00 +0100", datetime(2025, 3, 3, 9, tzinfo=UTC)),
        ("<b>now</b>", None),
        ("Mon, 3 Feb 99999 10:00:00 +0000", None),
    ],
)
def test_date_is_read_or_left_open(value, moment):
    assert parse(mail(Date=value)).date == moment


def test_broken_date_is_replaced_by_that_of_the_topmost_received():
    raw = mail(Received="from a by b; Mon, 3 Feb 2025 10:00:00 +0000", Date="hour 25")

    assert parse(raw).date == datetime(2025, 2, 3, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "junk",
    [b"\n\n", b"\xef\xbb\xbf", b"From ana@client.example Mon Feb  3 10:00:00 2025\n", b"*** scanned by us ***\n\n"],
)
def test_junk_before_the_headers_is_skipped(junk):
    assert parse(junk + mail()).subject == "Printer"


def test_folded_line_that_lost_its_blank_still_belongs_to_the_headers():
    raw = b"From: a@b.example\nContent-Type: multipart/mixed;\nboundary=cut\nSubject: Yes\n\n--cut\n\nHello\n--cut--\n"

    parsed = parse(raw)

    assert (parsed.subject, parsed.text) == ("Yes", "Hello")


def test_mail_with_bare_carriage_returns_is_read():
    assert parse(mail("One\nTwo").replace(b"\n", b"\r")).text == "One\nTwo"


def test_ids_are_compared_without_blanks_and_brackets():
    raw = mail(
        Message_ID="1@client.example", In_Reply_To="< t1.m2.abc@desk.example >", References="<a@b>\n\t<c@d> <a@b>"
    )

    parsed = parse(raw)

    assert (parsed.message_id, parsed.in_reply_to) == ("<1@client.example>", "<t1.m2.abc@desk.example>")
    assert parsed.references == ("<a@b>", "<c@d>")


def test_of_too_many_references_the_first_and_the_last_hundred_are_kept():
    ids = [f"<{number}@x>" for number in range(500)]

    assert parse(mail(References="\n ".join(ids))).references == (*ids[:100], *ids[-100:])


@pytest.mark.guards(2)
def test_missing_message_id_is_made_from_the_content_and_the_same_each_time():
    raw = mail(Message_ID="")

    assert parse(raw).message_id == parse(b"Received: from x by y\n" + raw).message_id
    assert parse(raw).message_id.endswith("@inbound.invalid>")
