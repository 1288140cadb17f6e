"""Mail as it really is: odd charsets, encodings, headers and structures, each seen in the wild."""

import base64

import pytest

from mail.parser import charsets, parse
from tests.mail.mails import joined, mail, multipart, part


@pytest.mark.guards(10)
@pytest.mark.parametrize(
    ("charset", "data", "text"),
    [
        ("gb2312", "镕喆".encode("gb18030"), "镕喆"),
        ("x-gbk", "你好".encode("gbk"), "你好"),
        ("iso-8859-1", b"\x93x\x94 \x80", "“x” €"),
        ("iso-8859-1", "Größe".encode(), "Größe"),
        ("big5", "日本語テキスト".encode(), "日本語テキスト"),
        ("us-ascii", "Größe".encode(), "Größe"),
        ("utf-8", b"Gr\xf6\xdfe", "Größe"),
        ("utf-8\n content-transfer-encoding", "ü".encode(), "ü"),
        ("3Dutf-8", "ü".encode(), "ü"),
        ("X-UNKNOWN", "ü".encode(), "ü"),
        ("rot13", b"abc", "abc"),
        ("zip", b"abc", "abc"),
        ("iso-8859-8-i", "שלום".encode("iso-8859-8"), "שלום"),
        ("ks_c_5601-1987", "똠방".encode("cp949"), "똠방"),
        ("shift_jis", "①髙".encode("cp932"), "①髙"),
        ("big5", "你好".encode("big5"), "你好"),
        ("windows-31j", "①".encode("cp932"), "①"),
        ("unicode-1-1-utf-7", b"+AOQ-", "ä"),
        ("koi8-r", "Привет".encode("koi8-r"), "Привет"),
        ("tis-620", "สวัสดี".encode("cp874"), "สวัสดี"),
        ("iso-2022-jp", b"\x1b$B-!\x1b(B", "①"),
        ("iso-2022-jp", b"\x1b$B$3$s\n$K$A\x1b(B", "こん\nにち"),
        ("iso-2022-jp", b"\x1b$(D0!\x1b(B", "丂"),
        ("iso-2022-jp", b"\x1b(I1\x1b(B", "ｱ"),
        ("", b"\x1b$B$3\x1b(B", "こ"),
        ("", b"\xff\xfeh\0i\0", "hi"),
        ("", b"caf\xe9", "café"),
        ("", b"\x81", "\x81"),
    ],
)
def test_bytes_become_the_text_that_was_meant(charset, data, text):
    assert charsets.decode(data, charset) == text


@pytest.mark.parametrize(
    ("encoding", "body", "text"),
    [
        ("BASE64", b"SGFs\nbG8", "Hallo"),
        ("base64; x", b"SGFs!bG8=", "Hallo"),
        ("base64", b"SGFs\nbG8=\n____\nA list's footer\n", "Hallo\n\n____\nA list's footer"),
        ("base64", b"SGFsbG8=SGFsbG8=", "HalloHallo"),
        ("base64", b"This was never encoded, whatever it says.\n", "This was never encoded, whatever it says."),
        ("quoted-printable", b"Gr=C3=\n=B6=C3=9Fe = \nx =ZZ", "Größe x =ZZ"),
        ("x-unheard-of", b"Hallo", "Hallo"),
    ],
)
def test_transfer_encodings_are_undone_however_damaged(encoding, body, text):
    assert parse(mail(body, Content_Transfer_Encoding=encoding, Content_Type="text/plain; charset=utf-8")).text == text


@pytest.mark.parametrize(
    ("subject", "shown"),
    [
        (b"=?utf-8?Q?Gr=C3?= =?utf-8?Q?=B6=C3=9Fe?=", "Größe"),
        (b"=?utf-8?b?R3LDtsOfZQ?=", "Größe"),
        (b"=?UTF-8*en?Q?Hi_there?=", "Hi there"),
        (b"=?utf-8?Q?Hi there?=", "Hi there"),
        (b"=?utf-8?B?!?= x", "=?utf-8?B?!?= x"),
        (b"=?no-such?Q?Gr=C3=B6=C3=9Fe?=", "Größe"),
        ("Größe".encode(), "Größe"),
        (b"Gr\xf6\xdfe", "Größe"),
        (b"=?iso-8859-1?Q?=FC?= =?utf-8?Q?=C3=BC?=", "üü"),
        (b"a\0b \xe2\x80\xaec", "ab c"),
        (b"=?iso-2022-jp?B?GyRCJDMbKEI=?=", "こ"),
    ],
)
def test_subject_is_decoded(subject, shown):
    assert parse(mail(Subject=subject)).subject == shown


@pytest.mark.parametrize(
    ("head", "subject"),
    [
        (b"\xef\xbb\xbf\n\nFrom: a@b.example\nSubject: x", "x"),
        (b"From a@b Mon Jan  1 00:00:00 2025\nFrom: a@b.example\nSubject: x", "x"),
        (b"--- banner ---\nFrom: a@b.example\nSubject: x", "x"),
        (b"From: a@b.example\nbroken line\nSubject: x", "x"),
    ],
    ids=["mark", "mbox", "banner", "broken"],
)
def test_header_block_is_repaired(head, subject):
    assert parse(head + b"\n\nHi").subject == subject


def test_mail_with_bare_returns_is_read():
    parsed = parse(b"From: a@b.example\rSubject: x\r\rHi\rthere")

    assert (parsed.subject, parsed.text) == ("x", "Hi\nthere")


def test_boundary_that_lost_its_blank_still_parts():
    raw = b"From: a@b.example\nContent-Type: multipart/mixed;\nboundary=cut\n\n" + joined(part("text/plain", "Hi"))

    assert parse(raw).text == "Hi"


def test_boundary_that_was_told_wrongly_is_found():
    inside = joined(part("text/plain", "Hi"), part("image/png", "x"), boundary="used-one")

    parsed = parse(mail(inside, Content_Type="multipart/mixed; boundary=told"))

    assert (parsed.text, len(parsed.attachments)) == ("Hi", 1)


def test_declared_multipart_without_parts_shows_its_raw_text():
    assert parse(mail("Just words", Content_Type="multipart/mixed; boundary=x")).text == "Just words"


def test_body_with_a_name_is_still_the_body():
    assert parse(mail("Hi", Content_Type='text/plain; name="body.txt"')).text == "Hi"


def test_html_that_shows_only_an_image_is_kept():
    html = part("text/html", '<img src="https://client.example/a.png">')

    assert parse(multipart("alternative", part("text/plain", ""), html)).html.startswith("<img")


def test_html_charset_is_taken_from_its_own_head():
    html = b'<meta charset="koi8-r"><p>' + "Привет".encode("koi8-r")

    assert parse(mail(html, Content_Type="text/html; charset=us-ascii")).text == "Привет"


def test_enriched_text_loses_its_commands_and_their_parameters():
    body = "<bold>Hi</bold> <color><param>red</param>you</color> <<ok>"

    assert parse(mail(body, Content_Type="text/enriched")).text == "Hi you <ok>"


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("attachment; filename*=us-ascii''caf%E9.txt", "café.txt"),
        ('attachment; filename="=?utf-8?Q?caf=C3=A9.txt?="', "café.txt"),
        ("attachment; filename*0*=utf-8''caf%C3; filename*1*=%A9.txt", "café.txt"),
        ("attachment; filename=my file.txt", "my file.txt"),
        ('attachment filename="a.txt"', "a.txt"),
        ('attachment; filename="../../etc/passwd"', "passwd"),
        ('attachment; filename="C:\\\\a\\\\b.txt"', "b.txt"),
        ('attachment; filename="..htaccess"', "htaccess"),
        ("attachment; filename*=utf-8''a%E2%80%8Bb%E2%80%AEc.txt", "abc.txt"),
        ("attachment", "attachment-1.bin"),
    ],
)
def test_attachment_has_its_name(header, name):
    parsed = parse(multipart("mixed", part("text/plain", "Hi"), part("x/y", "x", Content_Disposition=header)))

    assert [file.name for file in parsed.attachments] == [name]


def test_equal_names_are_all_kept():
    file = part('text/csv; name="1234567890"', "x")

    assert [f.name for f in parse(multipart("mixed", file, file, file)).attachments] == ["1234567890"] * 3


def test_uuencoded_file_in_the_text_becomes_a_file():
    parsed = parse(mail("See\nbegin 644 a.csv\n#0V%T\n`\nend\nBye"))

    assert [(f.name, f.type, f.data) for f in parsed.attachments] == [("a.csv", "text/csv", b"Cat")]
    assert "begin" not in parsed.text


def test_forwarded_mail_is_one_file_and_its_files_are_not_doubled():
    inner = multipart("mixed", part("text/plain", "Old"), part("image/png", "x"), Subject="Old one")

    parsed = parse(multipart("mixed", part("text/plain", "New"), part("message/rfc822", inner), boundary="outer"))

    assert (parsed.text, [f.name for f in parsed.attachments]) == ("New", ["Old one.eml"])


@pytest.mark.parametrize("count", [199, 500])
def test_of_too_many_references_the_first_and_the_last_hundred_count(count):
    ids = [f"<{number}@client.example>" for number in range(count)]

    found = parse(mail(References="\n ".join(ids))).references

    assert found == tuple(ids if count < 200 else ids[:100] + ids[-100:])


def test_answer_wanted_elsewhere_and_a_wrong_clock_are_noted():
    raw = mail(
        Reply_To="x@other.example",
        Date="Mon, 3 Feb 2020 10:00:00 +0000",
        Received="by x; Mon, 3 Feb 2025 10:00:00 +0000",
    )

    assert parse(raw).warnings == ("answers_elsewhere", "clock_off")


POSTFIX = """This is the mail system at host mx.client.example.

<bob@client.example>: host mx2.client.example[192.0.2.1] said: 550 5.1.1
    <bob@client.example>: Recipient address rejected: User unknown (in reply to RCPT TO command)
"""


@pytest.mark.parametrize(
    ("sender", "subject", "text", "found"),
    [
        ("MAILER-DAEMON@x.example", "Undelivered Mail Returned to Sender", POSTFIX, ("5.1.1", 550, "hard")),
        (
            "postmaster@x.example",
            "Delivery delayed",
            "bob@client.example: will retry, 451 4.7.1 Later",
            ("4.7.1", 451, "soft"),
        ),
        (
            "mdaemon@x.example",
            "Warning: message delayed",
            "bob@client.example is not yet been reached",
            ("", None, "soft"),
        ),
        ("postmaster@x.example", "Unzustellbar: Drucker", "bob@client.example\n550 Unknown", ("", 550, "hard")),
        ("postmaster@x.example", "Mailbox full", "<bob@client.example>: 452 Mailbox full", ("", 452, "soft")),
    ],
)
def test_bounce_in_plain_words_is_understood(sender, subject, text, found):
    bounce = parse(mail(text, From=sender, Subject=subject)).bounce

    assert bounce.recipient == "bob@client.example"
    assert (bounce.status, bounce.reply_code, bounce.kind) == found


QMAIL = """Hi. This is the qmail-send program at x.example.
I'm afraid I wasn't able to deliver your message to the following addresses.

<bob@client.example>:
Sorry, no mailbox here by that name. (#5.1.1)
"""


def test_bounce_of_qmail_is_understood():
    bounce = parse(mail(QMAIL, From="MAILER-DAEMON@x.example", Subject="failure notice")).bounce

    assert (bounce.recipient, bounce.status, bounce.kind) == ("bob@client.example", "5.1.1", "hard")


def test_complaint_is_told_from_a_bounce():
    report = part("message/feedback-report", "Feedback-Type: abuse\nOriginal-Rcpt-To: bob@client.example\n")

    bounce = parse(multipart("report", part("text/plain", "Spam!"), report)).bounce

    assert (bounce.recipient, bounce.kind, bounce.is_final) == ("bob@client.example", "complaint", False)


def test_person_who_writes_about_a_failed_delivery_is_no_bounce():
    parsed = parse(mail("My parcel was returned.", Subject="Delivery failed again"))

    assert (parsed.is_bounce, parsed.is_auto) == (False, False)


def test_base64_of_a_file_is_the_very_file():
    data = bytes(range(256)) * 40
    file = part("application/pdf", base64.encodebytes(data), Content_Transfer_Encoding="base64")

    assert parse(multipart("mixed", part("text/plain", "Hi"), file)).attachments[0].data == data


@pytest.mark.parametrize(
    ("sender", "subject"),
    [
        ("mail@firma.example", "Zustellung unserer Ware"),
        ("mail@firma.example", "Delivery problem with order 12"),
        ("root@client.example", "Mail system: please add an alias"),
        ("bounces@client.example", "Zwrot towaru"),
    ],
)
def test_person_at_an_address_that_servers_use_too_is_heard(sender, subject):
    parsed = parse(mail("The pump arrived broken.", From=sender, Subject=subject, Return_Path=f"<{sender}>"))

    assert parsed.bounce is None or not parsed.bounce.is_certain
    assert parsed.is_auto is sender.startswith("bounces")


def test_person_who_passes_a_delivery_report_on_is_heard():
    report = part(
        "message/delivery-status", "Reporting-MTA: dns; x\n\nFinal-Recipient: rfc822; a@b.example\nAction: failed\n"
    )
    words = part("text/plain", "What does this mean?")

    parsed = parse(multipart("mixed", words, report, Subject="Fwd: Undelivered Mail Returned to Sender"))

    assert (parsed.bounce, parsed.is_auto) == (None, False)
