"""What a message's line says about its mail."""

import pytest
from lxml.html import fromstring

from mail import actions as mail_actions
from mail.parser import parse
from tests.crm.factories import ContactFactory
from tests.helpdesk.factories import UserFactory
from tests.mail.factories import journaled
from tests.mail.mails import mail, multipart, part
from tests.tickets.factories import TicketFactory
from tickets import actions
from tickets.intake import content

pytestmark = pytest.mark.django_db

MANY = multipart("mixed", part("text/plain", "Hi"), *[part("image/png", "x" * 300)] * 202)
ENCRYPTED = multipart("encrypted", part("application/pgp-encrypted", "1"), part("application/octet-stream", "secret"))


def came(raw, ticket=None):
    """Return the message that a mail becomes."""
    inbound, parsed = journaled(raw), parse(raw)
    mail_actions.settle(inbound, parsed)
    reading = mail_actions.read(inbound, parsed)
    heard = content.incoming_message(reading, content.message_body(reading))
    return actions.receive(ticket or TicketFactory(), heard)


def line(client, message, **headers):
    page = fromstring(client.get(message.ticket.get_absolute_url(), headers=headers).content)
    return " ".join(" ".join(page.get_element_by_id(f"event-{message.event.pk}").itertext()).split())


def test_files_that_were_not_extracted_are_listed_with_the_reason(client, agent):
    shown = line(client, came(MANY))

    told = "attachment-{}.png 300 bytes · the mail has more than 200 files".format
    assert shown.partition("Not extracted · ")[2] == f"the mail as it came holds them {told(201)} {told(202)}"


def test_a_customer_sees_what_is_missing_without_a_way_to_the_raw_mail(client):
    ana = UserFactory(email="ana@client.example")
    message = came(MANY, TicketFactory(requester=ContactFactory(user=ana, email=ana.email)))
    client.force_login(ana)

    shown = line(client, message)

    assert ("attachment-202.png" in shown, "raw mail" in shown) == (True, False)


def test_an_encrypted_mail_says_so_in_the_readers_language(client, agent):
    message = came(ENCRYPTED)

    assert "This message is encrypted; its parts are attached." in line(client, message)
    assert message.text == ""


def test_a_signed_mail_is_no_reason_to_worry(client, agent):
    raw = multipart("signed", part("text/plain", "Hi"), part("application/pgp-signature", "x"))

    shown = client.get(came(raw).ticket.get_absolute_url()).content.decode()

    assert ("Signed; the signature was not verified." in shown, "alert-warning" in shown) == (True, False)


def test_what_is_doubtful_twice_is_said_once():
    assert came(mail(Reply_To="x@other.example")).warning_texts == [
        "Answers are asked for at another domain than the sender's."
    ]


def test_a_note_from_a_mail_names_the_files_that_stayed_there():
    reading = mail_actions.read(journaled(MANY), parse(MANY))

    words = content.note_html(reading, reading.words.new)

    assert words.startswith("<p>Hi</p><p>Not extracted from the mail:<br>attachment-201.png: the mail has more than")


def page_of(client, message):
    return client.get(message.ticket.get_absolute_url()).content.decode()


def test_of_many_files_the_first_are_shown_and_the_others_folded(client, agent):
    raw = multipart("mixed", part("text/plain", "Hi"), *[part("application/pdf", "x")] * 60)

    before, fold, after = page_of(client, came(raw)).partition("48 more files")

    assert (before.count('class="chip"'), bool(fold), after.count('class="chip"')) == (12, True, 48)


def test_of_many_addresses_in_copy_the_first_are_shown_and_the_others_folded(client, agent):
    everybody = ", ".join(f"c{n}@alfa.example" for n in range(10))

    shown = line(client, came(mail(Cc=everybody)))

    assert "c5@alfa.example and 4 more c6@alfa.example" in shown


def test_a_mail_without_words_says_so(client, agent):
    assert "This message has no text." in line(client, came(mail("")))


def test_names_and_subjects_run_in_their_own_direction(client, agent):
    message = came(mail("שלום", From="דוד <david@alfa.example>"), TicketFactory(subject="טופס HTML"))

    shown = page_of(client, message)

    assert ('<span dir="auto">טופס HTML</span>' in shown, '<strong dir="auto">דוד</strong>' in shown) == (True, True)
