"""Files, and words in frames."""

import pytest

from helpdesk import files
from tests.helpdesk.factories import UserFactory
from tests.tickets.factories import TicketFactory
from tickets import actions
from tickets.drafts import IncomingMessage, MessageBody, NewFile
from tickets.models import Attachment

pytestmark = pytest.mark.django_db

PNG = b"\x89PNG\r\n\x1a\n" + bytes(32)


def incoming(ticket, html="<p>x</p>", quoted="", attached=(), **fields):
    said = MessageBody(html=html, quoted_html=quoted, files=tuple(attached))
    return actions.receive(ticket, IncomingMessage(body=said, **fields))


def new_file(data=b"log", name="log.txt", **fields):
    return NewFile(files.store(data), name, **fields)


def status(client, address):
    response = client.get(address)
    if response.streaming:
        list(response.streaming_content)  # read to its end, the file is closed
    return response.status_code


def body(client, message, query=""):
    return client.get(f"/messages/{message.event.pk}/body/{query}")


def test_a_file_is_answered_as_a_download(client, agent):
    incoming(TicketFactory(), attached=[new_file(name="rapport d'été.html", data=b"<script>1</script>")])

    response = client.get(f"{Attachment.objects.get().get_absolute_url()}?anyway")

    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"] == "attachment; filename*=UTF-8''rapport%20d%27%C3%A9t%C3%A9.html"
    assert b"".join(response.streaming_content) == b"<script>1</script>"


def test_who_does_not_want_a_dangerous_file_goes_back_to_its_ticket(client, agent):
    message = incoming(TicketFactory(), attached=[new_file(name="fix.exe")])

    page = client.get(Attachment.objects.get().get_absolute_url()).content.decode()

    assert [words in page for words in ("This file can do harm", f'href="{message.ticket.get_absolute_url()}"')] == [
        True,
        True,
    ]


def test_an_image_of_a_mail_is_shown_in_its_place(client, agent):
    message = incoming(
        TicketFactory(),
        html='<p><img src="cid:logo@x"></p>',
        attached=[new_file(PNG, "logo.png", content_id="logo@x", is_inline=True)],
    )
    address = Attachment.objects.get().get_absolute_url()

    assert f'src="{address}"' in body(client, message).content.decode()
    response = client.get(address)
    assert (response["Content-Type"], b"".join(response.streaming_content)) == ("image/png", PNG)


@pytest.mark.guards(27)
@pytest.mark.parametrize("role", ["supervisor", "superuser", "agent"])
def test_a_file_of_a_confidential_note_is_nobody_s_but_its_author_s(client, role):
    author = UserFactory(agent=True)
    actions.add_note(TicketFactory(), "", by=author, is_confidential=True, files=(new_file(),))
    address = Attachment.objects.get().get_absolute_url()
    client.force_login(UserFactory(**{role: True}))

    assert status(client, address) == 404
    client.force_login(author)
    assert status(client, address) == 200


@pytest.mark.guards(27)
def test_a_customer_reads_the_files_of_his_messages_and_not_those_of_notes(client):
    customer = UserFactory()
    ticket = TicketFactory(requester_email=customer.email)
    incoming(ticket, attached=[new_file(name="mine.txt")])
    actions.add_note(ticket, "<p>x</p>", by=UserFactory(agent=True), files=(new_file(name="ours.txt"),))
    client.force_login(customer)

    answers = {a.name: status(client, a.get_absolute_url()) for a in Attachment.objects.all()}

    assert answers == {"mine.txt": 200, "ours.txt": 404}


@pytest.mark.guards(29)
def test_a_file_of_another_customer_is_not_found(client):
    incoming(TicketFactory(), attached=[new_file()])
    client.force_login(UserFactory())

    assert status(client, Attachment.objects.get().get_absolute_url()) == 404


@pytest.mark.guards(23)
def test_words_in_a_frame_run_nothing_and_fetch_nothing(client, agent):
    response = body(client, incoming(TicketFactory(), html="<table><tr><td onclick='x()'>Hi</td></tr></table>"))

    policy = response["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'")
    assert "script" not in policy.partition("sandbox")[2]
    assert "onclick" not in response.content.decode()


def test_what_was_kept_before_the_cleaner_learned_is_cleaned_when_shown(client, agent):
    message = incoming(TicketFactory())
    message.html = "<p>Hi<script>alert(1)</script></p>"
    message.save()

    assert "script" not in body(client, message).content.decode()


def test_the_quoted_part_has_an_address_of_its_own(client, agent):
    message = incoming(TicketFactory(), html="<p>new</p>", quoted="<p>old</p>")

    assert "old" not in body(client, message).content.decode()
    assert "old" in body(client, message, "?quoted").content.decode()


def test_words_of_another_customer_are_not_found(client):
    message = incoming(TicketFactory())
    client.force_login(UserFactory())

    assert body(client, message).status_code == 404


def test_words_of_an_unknown_sender_are_not_shown_to_the_customer(client):
    customer = UserFactory()
    message = incoming(TicketFactory(requester_email=customer.email), is_unconfirmed=True)
    client.force_login(customer)

    assert body(client, message).status_code == 404


def test_a_description_is_shown_to_its_customer_and_to_no_other(client):
    customer = UserFactory()
    ticket = TicketFactory(requester_email=customer.email, html="<table><tr><td>Rows</td></tr></table>")
    address = f"{ticket.get_absolute_url()}description/"
    client.force_login(customer)

    assert "Rows" in client.get(address).content.decode()
    client.force_login(UserFactory())
    assert client.get(address).status_code == 404
