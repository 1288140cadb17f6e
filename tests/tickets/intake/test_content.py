"""What is written down of a mail."""

import pytest

from tests.tickets.intake.arriving import (
    arrive,
    opened_by,
    secret_address,
    written,
)

pytestmark = pytest.mark.django_db


def test_files_come_along_and_scripts_do_not(mailbox):
    message = written()
    message.add_alternative("<p>It <b>smokes</b><script>steal()</script></p>", subtype="html")
    message.add_attachment(b"%PDF-1.7 x", maintype="application", subtype="pdf", filename="manual.pdf")

    ticket = opened_by(mailbox, message)

    heard = ticket.messages.get()
    assert heard.html.strip() == "<p>It <b>smokes</b></p>"
    assert [(a.name, a.file.content_type) for a in heard.attachments.all()] == [("manual.pdf", "application/pdf")]


def test_what_was_quoted_is_kept_beside_what_is_new(mailbox):
    text = "Thanks, works now.\n\nOn Mon, 2 Mar 2026 at 10:00, Support <support@desk.example> wrote:\n> Switch it off\n"

    heard = opened_by(mailbox, written(text)).messages.get()

    assert heard.text == "Thanks, works now."
    assert "Switch it off" in heard.quoted_html


def test_a_title_made_of_the_words_holds_no_secret_address(mailbox):
    ticket = opened_by(mailbox, written())
    address = secret_address(mailbox, ticket, "rossi@alfa.example")

    own = opened_by(mailbox, written(f"Write to {address} please", sender="bo@home.example", subject=""))

    assert own.title == "Write to support@desk.example please"


def test_secret_addresses_are_not_shown_to_whoever_reads_the_ticket(mailbox):
    ticket = opened_by(mailbox, written())
    address = secret_address(mailbox, ticket, "rossi@alfa.example")
    message = written(f"Thanks\n\nOn Mon, 2 Mar 2026, Support <{address}> wrote:\n> Hi\n")
    message.replace_header("To", address)

    arrive(mailbox, message, to=address)

    heard = ticket.messages.last()
    secret = address.partition("+")[2].partition("@")[0]
    assert secret not in f"{heard.html} {heard.quoted_html} {heard.recipients}"
    assert heard.recipients == ["support@desk.example"]


@pytest.mark.parametrize("plus", ["+", "%2B", "&#43;", "&#x2B;"])
def test_secret_addresses_in_links_and_copies_are_not_shown_either(mailbox, plus):
    ticket = opened_by(mailbox, written())
    address = secret_address(mailbox, ticket, "rossi@alfa.example")
    message = written(Cc=address)
    message.add_alternative(f'<p>Hi</p><a href="mailto:{address.replace("+", plus)}">us</a>', subtype="html")

    arrive(mailbox, message, to=address)

    heard, secret = ticket.messages.last(), address.partition("+")[2].partition("@")[0]
    assert secret not in f"{heard.html} {heard.quoted_html}"
    assert heard.cc == ["support@desk.example"]
