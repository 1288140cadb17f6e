"""What the upper app is told of a mail."""

import pytest

from helpdesk import html as markup
from helpdesk.html import SafeHtml
from mail import actions
from mail.enums import Trust
from mail.parser import parse
from tests.mail.factories import MailboxFactory, journaled
from tests.mail.mails import mail, multipart, part

pytestmark = pytest.mark.django_db

SECRET = "t-abcdefghijklmnopqrst"


def read(raw, **fields):
    inbound = journaled(raw, mailbox=MailboxFactory(**fields))
    actions.settle(inbound, parse(raw))
    return actions.read(inbound, parse(raw))


def test_no_secret_address_goes_up():
    quoted = f"Thanks\n\nOn Mon, 2 Mar 2026, Desk <desk+{SECRET}@desk.example> wrote:\n> Hi\n"

    reading = read(mail(quoted, To=f"desk+{SECRET}@desk.example", Cc=f"x+{SECRET}@desk.example"))

    told = f"{reading.words} {reading.text} {reading.to} {reading.cc} {reading.attached_text}"
    assert (SECRET in told, reading.to, reading.text) == (False, ("desk@desk.example",), "Thanks")


@pytest.mark.parametrize("kind", ["text/plain", "text/html"])
def test_words_are_cleaned_when_they_come(kind):
    reading = read(mail("<p>It smokes<script>x()</script></p>", Content_Type=kind))

    assert (type(reading.words.new), type(reading.words.quoted)) == (SafeHtml, SafeHtml)
    assert "<script" not in reading.words.new


def test_images_are_in_place_when_the_words_come():
    picture, far = part("image/png", "x", Content_ID="<Logo@x>"), "https://far.example/a.png"
    html = f"<p><img src='cid:logo@x'><img src='{far}'><img src='cid:gone@x'></p>"

    reading = read(multipart("related", part("text/html", html), picture))

    [file] = reading.files
    assert f'src="{markup.own_file(file.public_id)}"' in reading.words.new
    assert ("cid:" in reading.words.new, far in reading.words.new) == (False, False)
    assert reading.words.remote_images == (far,)


@pytest.mark.parametrize(("result", "trust"), [("pass", Trust.PASSED), ("fail", Trust.FAILED), ("", Trust.NEUTRAL)])
def test_trust_is_the_word_of_a_server_that_the_mailbox_trusts(result, trust):
    told = f"mx.desk.example; dmarc={result} header.from=client.example" if result else ""

    assert read(mail(Authentication_Results=told), trusted_authserv_ids="mx.desk.example").trust == trust


def test_references_are_those_of_the_subject_and_the_title_has_no_prefix():
    reading = read(mail(Subject="Re: [#INT/2026/1] and [#INT/ 2026/2]", In_Reply_To="<x@y>"))

    assert reading.references == ("INT/2026/1", "INT/2026/2")
    assert reading.title == "[#INT/2026/1] and [#INT/ 2026/2]"
