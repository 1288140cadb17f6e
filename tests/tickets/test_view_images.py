"""Images on other servers, files that may do harm, and mails as they came."""

import re

import pytest
from django.core.management import call_command
from django.urls import reverse

from helpdesk import files
from helpdesk.html import SANITISER_VERSION
from mail import actions as mail_actions
from mail import raw_store
from mail.parser import parse
from tests.crm.factories import ContactFactory
from tests.helpdesk.factories import UserFactory
from tests.helpdesk.test_remote import PNG, web  # noqa: F401 -- a fixture
from tests.mail.factories import journaled
from tests.mail.mails import mail
from tests.tickets.factories import TicketFactory
from tickets import actions
from tickets.drafts import IncomingMessage, MessageBody, NewFile
from tickets.intake.content import message_body
from tickets.models import Attachment, ImageTrust

pytestmark = pytest.mark.django_db


@pytest.fixture
def message(web, settings):  # noqa: F811
    """Return a message with an image of another server and a picture that is none."""
    settings.REMOTE_IMAGES_ALSO_FROM = ["127.0.0.1/32"]
    html = f'<p>Look <img src="{web}/a.png"><img src="{web}/missing"></p>'
    return actions.receive(
        TicketFactory(), IncomingMessage(body=MessageBody(html=html), sender_email="Ana@client.example")
    )


def page(client, message):
    return client.get(message.ticket.get_absolute_url()).content.decode()


def frame(client, message, query=""):
    return client.get(f"/messages/{message.event.pk}/body/{query}").content.decode()


def loading(client, message):
    """Return the query by which the page offers to load images once."""
    return re.search(r"/body/(\?images=[\w:.=-]+)", page(client, message))[1]


def test_images_of_others_are_blocked_and_counted(client, agent, message):
    assert "2 remote images blocked" in page(client, message)
    assert " src=" not in frame(client, message)
    assert len(message.remote_images) == 2


def test_images_are_loaded_once_through_us(client, agent, message):
    shown = frame(client, message, loading(client, message))

    first, second = re.findall(r'src="([^"]+)"', shown)
    response = client.get(first)
    assert (response["Content-Type"], response.content) == ("image/png", PNG)
    assert "sandbox" in response["Content-Security-Policy"]
    assert client.get(second).status_code == 404


@pytest.mark.parametrize("query", ["", "?key=x", "?images=x"])
def test_image_is_not_fetched_without_a_key(client, agent, message, query):
    assert client.get(f"/messages/{message.event.pk}/images/0/{query}").status_code == 404


def test_key_is_for_one_person_and_one_message(client, agent, message):
    query = loading(client, message)
    client.force_login(UserFactory(supervisor=True))

    assert " src=" not in frame(client, message, query)


def test_customer_of_another_ticket_gets_no_image(client, agent, message):
    address = re.search(r'src="([^"]+)"', frame(client, message, loading(client, message)))[1]
    client.force_login(UserFactory())

    assert client.get(address).status_code == 404


def test_images_of_a_trusted_sender_are_always_shown(client, agent, message):
    address = f"/messages/{message.event.pk}/images/trust/"

    assert client.post(address).status_code == 302
    client.post(address)

    assert [trust.address for trust in ImageTrust.objects.all()] == ["ana@client.example"]
    assert "remote images blocked" not in page(client, message)
    assert " src=" in frame(client, message)


def test_trust_is_of_one_person_alone(client, agent, message):
    client.post(f"/messages/{message.event.pk}/images/trust/")
    client.force_login(UserFactory(supervisor=True))

    assert " src=" not in frame(client, message)


def test_program_is_downloaded_only_when_asked_twice(client, agent):
    body = MessageBody("<p>x</p>", files=(NewFile(files.store(b"MZ" + bytes(60)), "invoice.pdf"),))
    message = actions.receive(TicketFactory(), IncomingMessage(body=body))
    address = Attachment.objects.get().get_absolute_url()

    warned = client.get(address)
    asked = client.get(f"{address}?anyway")

    assert "This file can do harm" in warned.content.decode()
    assert b"".join(asked.streaming_content)[:2] == b"MZ"
    assert "chip-danger" in page(client, message)


def test_specks_that_count_readers_are_not_listed(client, agent):
    speck = NewFile(files.store(b"GIF89a\x01\0\x01\0\0\0\0;"), "open.gif")
    message = actions.receive(TicketFactory(), IncomingMessage(body=MessageBody("<p>x</p>", files=(speck,))))

    assert "open.gif" not in page(client, message)


@pytest.fixture
def mailed():
    """Return a message that came by mail, of a customer with a login."""
    ana = UserFactory(email="ana@client.example")
    inbound = journaled(raw := b"From: ana@client.example\n\nHi")
    ticket = TicketFactory(requester=ContactFactory(user=ana, email=ana.email))
    return actions.receive(ticket, IncomingMessage(body=MessageBody("<p>Hi</p>"), inbound=inbound)), ana, raw


def test_agent_gets_the_mail_as_it_came(client, agent, mailed):
    message, _ana, raw = mailed

    response = client.get(f"/messages/{message.event.pk}/raw/")

    assert (response.content, response["Content-Type"]) == (raw, "application/octet-stream")
    assert raw_store.load(message.inbound.raw_sha256) == raw


def test_customer_does_not_get_the_mail_as_it_came(client, mailed):
    message, ana, _raw = mailed
    client.force_login(ana)

    assert client.get(f"/messages/{message.event.pk}/raw/").status_code == 404


def test_message_written_by_hand_has_no_mail(client, agent, message):
    assert client.get(f"/messages/{message.event.pk}/raw/").status_code == 404


def test_words_of_an_older_cleaner_are_cleaned_again(message, capsys):
    message.html, message.sanitiser = "<p onclick=x>x</p>", SANITISER_VERSION - 1
    message.save()

    call_command("clean_messages")

    message.refresh_from_db()
    assert (message.html, message.sanitiser, capsys.readouterr().out) == ("<p>x</p>", SANITISER_VERSION, "1\n")


def test_invitation_is_shown_as_a_card():
    event = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Visit <b>\nDTSTART:20250303T100000Z\nEND:VEVENT\nEND:VCALENDAR\n"
    raw = mail(event, Content_Type="text/calendar; method=REQUEST")

    words = message_body(mail_actions.read(journaled(raw), parse(raw)))

    assert "<strong>Visit &lt;b&gt;</strong><br>2025-03-03 10:00 UTC" in words.html
    assert [file.name for file in words.files] == ["invite.ics"]


def address(name, message):
    return reverse(f"tickets:{name}", args=[message.event.pk])


def test_a_page_that_is_open_gets_the_frame_with_images_and_says_so(client, agent, htmx, message):
    shown = client.get(address("images_load", message), headers=htmx).content.decode()

    frame_address = re.search(r'<iframe[^>]* src="([^"]+)"[^>]* hx-swap-oob="outerHTML:', shown)[1]
    assert "Remote images are shown this once." in shown
    assert "Always for this sender" in shown
    assert " src=" in client.get(frame_address).content.decode()


def test_trusting_on_an_open_page_shows_the_images_of_all_his_messages(client, agent, htmx, message):
    other = actions.receive(
        message.ticket,
        IncomingMessage(body=MessageBody('<img src="https://x.example/b.png">'), sender_email="b@x.example"),
    )
    same = actions.receive(
        message.ticket,
        IncomingMessage(body=MessageBody('<img src="https://x.example/c.png">'), sender_email="ana@client.example"),
    )

    shown = client.post(address("images_trust", message), headers=htmx).content.decode()

    found = [f'name="words-{m.event.pk}"' in shown for m in (message, same, other)]
    assert found == [True, True, False]
    assert "Images in mails of Ana@client.example are always shown to you." in shown


def test_the_quoted_part_gets_its_images_too(client, agent, htmx, web, settings):  # noqa: F811
    settings.REMOTE_IMAGES_ALSO_FROM = ["127.0.0.1/32"]
    body = MessageBody("<p>Yes</p>", quoted_html=f'<p>Look <img src="{web}/a.png"></p>')
    message = actions.receive(TicketFactory(), IncomingMessage(body=body))

    shown = client.get(address("images_load", message), headers=htmx).content.decode()

    assert ('name="words-' in shown, f'name="quoted-{message.event.pk}"' in shown) == (False, True)
    assert (
        " src=" in client.get(re.search(r'<iframe[^>]* src="([^"]+)"', shown)[1].replace("&amp;", "&")).content.decode()
    )


def test_images_of_a_message_one_may_not_read_are_not_loaded(client, message):
    client.force_login(UserFactory())

    assert client.get(address("images_load", message)).status_code == 404
