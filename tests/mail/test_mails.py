"""The bytes of outgoing mail, read back by our own parser and by the standard library's."""

from email import message_from_bytes
from email.policy import default

import pytest

from helpdesk import files
from mail import actions, mails
from mail.enums import AutoSubmitted, OutboundKind
from mail.outgoing import OutgoingFile
from mail.parser import parse
from tests.mail.factories import ThreadFactory, outgoing

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


def built(**fields: object):
    sent = actions.enqueue(outgoing(thread=ThreadFactory(mailbox__name="Support", mailbox__from_name="Desk"), **fields))
    return sent, message_from_bytes(mails.build(sent), policy=default)


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
    assert parse(mails.build(sent)).is_auto is False


@pytest.mark.parametrize(
    ("kind", "mark"),
    [(OutboundKind.AUTO, AutoSubmitted.REPLIED), (OutboundKind.NOTIFICATION, AutoSubmitted.GENERATED)],
)
def test_automatic_mail_says_so_in_two_headers(kind, mark):
    sent, message = built(kind=kind, auto_submitted=mark)

    assert (message["Auto-Submitted"], message["X-Auto-Response-Suppress"]) == (mark, "All")
    assert parse(mails.build(sent)).is_auto is True


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
    assert [(a.name, a.inline) for a in parse(mails.build(sent)).attachments] == [
        ("logo.png", True),
        ("offer €.pdf", False),
    ]


@pytest.mark.parametrize("text", ["Grüße\n.\n..dots\n", "x" * 5000, "日本 " * 2000, "a\r\nb\rc"])
def test_any_text_survives_the_way_in_short_ascii_lines(text):
    sent, _message = built(text=text, subject="Grüße, 日本 " * 5)
    raw = mails.build(sent)

    assert raw.isascii()
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert parse(raw).text == "\n".join(text.splitlines()).strip("\n")


def test_copy_puts_the_reply_address_before_the_same_bytes():
    sent, _message = built()
    mime = mails.build(sent)

    copy = mails.copy_for(sent.deliveries.get(), mime, "support+t-x@desk.example")

    assert copy == b"Reply-To: support+t-x@desk.example\r\n" + mime
