"""The bytes of outgoing mail, read back by our own parser and by the standard library's."""

from email import message_from_bytes
from email.policy import default

import pytest
from django.utils.translation import get_language

from helpdesk import files
from mail import actions, message_building, size_limits
from mail.enums import AutoSubmitted, OutboundKind
from mail.models import OutboundMail
from mail.outgoing import OutgoingFile
from mail.parser import auto, parse
from tests.mail.factories import ThreadFactory, outgoing

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


def built(**fields: object):
    sent = actions.enqueue(outgoing(thread=ThreadFactory(mailbox__name="Support", mailbox__from_name="Desk"), **fields))
    return sent, message_from_bytes(message_building.build(sent), policy=default)


@pytest.mark.guards(17)
def test_head_says_who_writes_and_where_it_belongs():
    sent, message = built(from_name="Ana via Desk Ltd")

    assert str(message["From"]) == f"Ana via Desk Ltd <{sent.mailbox.address}>"
    assert (str(message["To"]), str(message["Subject"])) == ("ana@client.example", "Printer")
    assert str(message["Message-ID"]) == sent.message_id
    assert str(message["In-Reply-To"]) == sent.thread.root_message_id
    assert str(message["References"]) == sent.thread.root_message_id


def test_name_of_the_mailbox_stands_in_when_nobody_writes():
    _sent, message = built()

    assert message["From"].addresses[0].display_name == "Desk"


def test_reply_of_a_person_bears_no_mark_of_a_machine():
    sent, message = built()

    assert (message["Auto-Submitted"], message["X-Auto-Response-Suppress"]) == (None, "OOF, AutoReply")
    assert auto.is_machine(parse(message_building.build(sent)).auto_reasons) is False


@pytest.mark.guards(18)
@pytest.mark.parametrize(
    ("kind", "mark"),
    [(OutboundKind.AUTO, AutoSubmitted.REPLIED), (OutboundKind.NOTIFICATION, AutoSubmitted.GENERATED)],
)
def test_automatic_mail_says_so_in_two_headers(kind, mark):
    sent, message = built(kind=kind, auto_submitted=mark)

    assert (message["Auto-Submitted"], message["X-Auto-Response-Suppress"]) == (mark, "All")
    assert parse(message_building.build(sent)).is_auto is True


def test_text_and_html_are_alternatives_with_images_beside_the_html_and_files_around():
    shown = OutgoingFile(files.store(PNG), "logo.png", content_id="logo@desk", inline=True)
    file = OutgoingFile(files.store(b"%PDF-1.4 x"), "offer €.pdf")

    sent, message = built(html='<p>Hi <img src="cid:logo@desk"></p>', files=(shown, file))

    assert [p.get_content_type() for p in message.walk()][:5] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
    ]
    assert [(a.name, a.inline) for a in parse(message_building.build(sent)).attachments] == [
        ("logo.png", True),
        ("offer €.pdf", False),
    ]


@pytest.mark.parametrize("text", ["Grüße\n.\n..dots\n", "x" * 5000, "日本 " * 2000, "a\r\nb\rc"])
def test_any_text_survives_the_way_in_short_ascii_lines(text):
    sent, _message = built(text=text, subject="Grüße, 日本 " * 5)
    raw = message_building.build(sent)

    assert raw.isascii()
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert parse(raw).text == "\n".join(text.splitlines()).strip("\n")


def test_copy_puts_the_reply_address_before_the_same_bytes():
    sent, _message = built()
    mime = message_building.build(sent)

    copy = message_building.copy_for(sent.deliveries.get(), mime, "support+t-x@desk.example")

    assert copy == b"Reply-To: support+t-x@desk.example\r\n" + mime


LINK = "https://desk.example/tickets/7/"
MIB = 1024 * 1024


def sized(**sizes: float) -> tuple[OutgoingFile, ...]:
    """Files of so many MiB."""
    contents = {name: (name.encode() * MIB)[: int(size * MIB)] for name, size in sizes.items()}
    return tuple(OutgoingFile(files.store(data), f"{name}.bin") for name, data in contents.items())


def test_files_that_do_not_fit_are_left_out_and_the_mail_says_where_they_are():
    sent, _message = built(html="<p>Hi</p>", link=LINK, files=sized(aa=1.9, bbbbbbbbbbbb=11, cccccccc=7.5))

    raw = message_building.build(sent)

    parsed = parse(raw)
    assert ([file.name for file in parsed.attachments], len(raw) < 20 * MIB) == (["aa.bin", "cccccccc.bin"], True)
    assert f"not attached: bbbbbbbbbbbb.bin. You find it here: {LINK}" in " ".join(parsed.text.split())
    assert f'<a href="{LINK}"' in parsed.html


@pytest.mark.parametrize(("fields", "language"), [({"language": "fr"}, "fr"), ({}, "ro")])
def test_what_is_missing_is_told_in_the_language_of_the_reader(monkeypatch, fields, language):
    told: list[str] = []
    monkeypatch.setattr("mail.message_building._", lambda words: told.append(get_language()) or words)
    thread = ThreadFactory(mailbox__language="ro")
    sent = actions.enqueue(outgoing(thread=thread, files=sized(aaaaaaaaaaaaaaaaaaaa=20), **fields))

    message_building.build(sent)

    assert set(told) == {language}


@pytest.mark.parametrize("letter", ["x", "日", "\n", " "])
def test_no_text_however_long_makes_a_mail_too_large(letter):
    sent, _message = built(text=letter * 9 * MIB, html=f"<p>{letter * 9 * MIB}</p>", link=LINK)

    raw = message_building.build(sent)

    assert (len(raw) < 20 * MIB, b"this is its beginning" in raw.replace(b"=\r\n", b"")) == (True, True)


@pytest.mark.parametrize("size", [1, 56, 57, 58, 100_000])
def test_room_that_a_file_takes_is_never_underrated(size):
    file = OutgoingFile(files.store(b"\0" * size), "日" * 250)
    without, _message = built()
    sent, _message = built(files=(file,))

    taken = len(message_building.build(sent)) - len(message_building.build(without))

    assert taken <= size_limits.on_the_line(size)


def test_mail_that_would_be_too_large_for_all_that_is_never_built(monkeypatch):
    sent, _message = built()
    monkeypatch.setattr(size_limits, "MOST", 100)

    with pytest.raises(size_limits.MailTooLarge):
        message_building.build(sent)


def test_what_the_mail_is_about_stands_in_a_header_for_people():
    _sent, message = built(about="2026-7\r\nBcc: x@y.example")

    assert (str(message["X-Helpdesk-Ticket"]), message["Bcc"]) == ("2026-7 Bcc: x@y.example", None)


@pytest.mark.parametrize(("bulk", "precedence"), [(True, "bulk"), (False, None)])
def test_only_what_our_own_people_are_told_is_bulk(bulk, precedence):
    kind, mark = OutboundKind.NOTIFICATION, AutoSubmitted.GENERATED

    _sent, message = built(kind=kind, auto_submitted=mark, bulk=bulk)

    assert message["Precedence"] == precedence


@pytest.mark.parametrize(
    ("null", "kind", "mark", "empty"),
    [
        (True, OutboundKind.AUTO, AutoSubmitted.REPLIED, True),
        (True, OutboundKind.NOTIFICATION, AutoSubmitted.GENERATED, True),
        (True, OutboundKind.REPLY, AutoSubmitted.NO, False),
        (False, OutboundKind.AUTO, AutoSubmitted.REPLIED, False),
    ],
)
def test_automatic_mail_has_no_return_address_where_the_mailbox_wants_it_so(null, kind, mark, empty):
    thread = ThreadFactory(mailbox__null_sender=null, mailbox__plus_addressing=True)
    sent = actions.enqueue(outgoing(thread=thread, kind=kind, auto_submitted=mark))

    copy = OutboundMail.objects.get(pk=sent.pk).deliveries.with_mail().get()

    assert (message_building.envelope_sender(copy) == "") == empty


def test_long_ids_stay_as_they_are():
    long = f"<{'DB9PR04MB8123' * 6}@eurprd04.prod.outlook.example>"
    sent, _message = built(in_reply_to=long, references=("<a@b>", long))

    head = message_building.build(sent).decode().split("\r\nFrom: ")[0]

    assert head == f"In-Reply-To: {long}\r\nReferences: <a@b>\r\n {long}"


def test_ids_that_no_header_can_hold_are_left_out():
    _sent, message = built(in_reply_to="<a\u00fc@b>", references=(f"<{'x' * 980}@b>", "<a b@c>", "<good@c>"))

    assert (message["In-Reply-To"], str(message["References"])) == (None, "<good@c>")


def test_attached_mail_goes_as_bytes_that_may_be_encoded():
    stored = files.store(b"From: a@b.example\r\nTo: c@d.example\r\nSubject: x\r\nMessage-ID: <1@b>\r\n\r\nhello\r\n")

    _sent, message = built(files=(OutgoingFile(stored, "x.eml"),))

    [attached] = message.iter_attachments()
    assert (attached.get_content_type(), attached.get_filename()) == ("application/octet-stream", "x.eml")


def test_file_with_a_virus_does_not_leave(settings):
    settings.MAIL_SCAN = "tests.mail.test_message_building.finds"
    stored = [OutgoingFile(files.take(data), name) for data, name in ((b"bad one", "bad.txt"), (b"good", "good.txt"))]

    _sent, message = built(files=tuple(stored))

    assert [attached.get_filename() for attached in message.iter_attachments()] == ["good.txt"]
    assert "a virus was found in it: bad.txt" in parse(message.as_bytes()).text


def finds(path):
    """Look for a virus in a file, as the setting names it."""
    return "Bad" if b"bad" in path.read_bytes() else ""
