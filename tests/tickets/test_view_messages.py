"""Answers and notes."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.crm.factories import ContactFactory
from tests.helpdesk.factories import UserFactory
from tests.pages import tight
from tests.tickets.factories import TicketFactory
from tickets import actions
from tickets.drafts import IncomingMessage, MessageBody
from tickets.enums import Visibility
from tickets.forms import fields
from tickets.models import Event, Message, Note, Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mailbox")]


def reply(client, ticket, headers=None, **data):
    return client.post(f"{ticket.get_absolute_url()}reply/", {"body": "Hello", **data}, headers=headers)


def note(client, ticket, headers=None, **data):
    return client.post(f"{ticket.get_absolute_url()}note/", {"body": "Psst", **data}, headers=headers)


def incoming(ticket, html="<p>News</p>"):
    return actions.receive(ticket, IncomingMessage(body=MessageBody(html=html), sender_name="Rossi"))


def test_an_answer_goes_to_the_customer_and_waits_for_his(client, agent):
    ticket = TicketFactory(requester_email="rossi@acme.example")

    response = reply(client, ticket, cc="boss@acme.example, boss@acme.example", seen_event="0", key="k1")

    message = Message.objects.get()
    assert response.url == ticket.get_absolute_url()
    assert (message.html, message.recipients, message.cc) == (
        "<p>Hello</p>",
        ["rossi@acme.example"],
        ["boss@acme.example"],
    )
    assert Ticket.objects.get().status_category == "replied"


def test_an_answer_told_on_the_phone_is_written_down_and_the_page_says_so(client, agent, htmx):
    html = reply(client, TicketFactory(), htmx, source="phone").content.decode()

    message = Message.objects.get()
    assert (message.source, message.outbound) == ("phone", None)
    assert ["Written down. Nothing was sent." in html, ">Phone<" in html] == [True, True]


def test_a_ticket_without_an_address_is_answered_by_what_was_told(client, agent):
    ticket = TicketFactory(requester_email="")

    form = client.get(ticket.get_absolute_url()).context["answer"]
    reply(client, ticket, source="direct", then="resolve")

    assert [way for way, _label in form.fields["source"].choices] == ["phone", "direct"]
    assert (Message.objects.get().source, Ticket.objects.get().status_category) == ("direct", "resolved")


def test_an_answer_goes_by_mail_unless_something_else_is_chosen(client, agent):
    with_login = TicketFactory(requester=ContactFactory(user=UserFactory()))

    ways = client.get(with_login.get_absolute_url()).context["answer"].fields["source"].choices
    reply(client, with_login)

    assert [way for way, _label in ways] == ["mail", "phone", "direct", "portal"]
    assert (Message.objects.get().source, Message.objects.get().outbound is None) == ("mail", False)


def test_an_answer_on_the_page_of_somebody_without_a_login_is_refused(client, agent):
    response = reply(client, TicketFactory(), source="portal")

    assert (response.status_code, list(response.context["answer"].errors)) == (422, ["source"])


def test_whoever_takes_part_stands_in_the_copy_and_can_be_removed_there(client, agent):
    ticket = TicketFactory(requester_email="rossi@acme.example")
    actions.add_watchers(ticket, ["boss@acme.example", "ext@partner.example"])

    html = tight(client.get(ticket.get_absolute_url()).content.decode())
    reply(client, ticket, cc="boss@acme.example")

    assert 'name="cc" rows="1"' in html
    assert ">boss@acme.example, ext@partner.example</textarea>" in html
    outbound = Message.objects.get().outbound
    assert [(d.address, d.kind) for d in outbound.deliveries.oldest_first()] == [
        ("rossi@acme.example", "to"),
        ("boss@acme.example", "cc"),
    ]


@pytest.mark.parametrize(
    ("then", "category"), [("wait", "replied"), ("open", "open"), ("resolve", "resolved"), ("", "replied")]
)
def test_an_answer_brings_the_ticket_where_it_says(client, agent, then, category):
    reply(client, TicketFactory(), then=then)

    assert Ticket.objects.get().status_category == category


def test_an_answer_by_htmx_brings_what_is_new_and_an_empty_composer(client, agent, htmx):
    ticket = TicketFactory()

    html = tight(reply(client, ticket, htmx, body="Fresh words").content.decode())

    assert '<ol id="ticket-timeline" hx-swap-oob="beforeend">' in html
    assert html.count("Fresh words") == 1
    assert 'id="ticket-head"' in html
    assert 'id="ticket-side"' in html


def test_an_answer_overtaken_is_kept_and_shown_what_arrived(client, agent, htmx):
    ticket = TicketFactory()
    incoming(ticket, "<p>Never mind!</p>")

    response = reply(client, ticket, htmx, body="My draft", seen_event="0", key="k1")

    html = response.content.decode()
    assert response.status_code == 409
    assert [text in html for text in ("My draft", "Never mind!", "Send anyway", 'value="k1"')] == [True] * 4
    assert Message.objects.filter(direction="out").count() == 0


def test_an_answer_overtaken_may_be_sent_anyway(client, agent, htmx):
    ticket = TicketFactory()
    incoming(ticket)
    seen = reply(client, ticket, htmx, seen_event="0").context["seen_event"]

    reply(client, ticket, htmx, seen_event=seen)

    assert Message.objects.filter(direction="out").count() == 1


def test_an_answer_overtaken_without_javascript_gets_the_whole_page(client, agent):
    ticket = TicketFactory()
    incoming(ticket)

    response = reply(client, ticket, body="My draft", seen_event="0")

    assert response.status_code == 409
    assert "My draft" in response.content.decode()


@pytest.mark.parametrize("data", [{"body": "   "}, {"cc": "nobody"}, {"seen_event": "x"}])
def test_an_answer_that_cannot_be_sent_keeps_what_was_typed(client, agent, data):
    response = reply(client, TicketFactory(), **{"body": "Long words", "cc": "a@b.example", **data})

    assert response.status_code == 422
    assert data.get("cc", "a@b.example") in response.content.decode()
    assert Message.objects.count() == 0


def test_an_answer_to_nobody_says_why(client, agent):
    response = reply(client, TicketFactory(requester_email=""))

    assert response.status_code == 422
    assert "no e-mail address to reply to" in response.content.decode()


def test_an_answer_sent_twice_goes_once(client, agent):
    ticket = TicketFactory()

    for _time in range(2):
        reply(client, ticket, key="same")

    assert Message.objects.count() == 1


def test_html_of_the_editor_is_cleaned(client, agent):
    reply(client, TicketFactory(), body="<p onclick='x()'>Hi<script>alert(1)</script></p>", format="html")

    assert Message.objects.get().html == "<p>Hi</p>"


def test_files_go_along_under_a_visible_name(client, agent):
    upload = SimpleUploadedFile("in\u202evoice\u200b.pdf", b"%PDF-1.4")

    reply(client, TicketFactory(), uploads=[upload])

    assert [a.name for a in Message.objects.get().attachments.all()] == ["invoice.pdf"]


def test_files_of_a_refused_answer_need_not_be_chosen_again(client, agent):
    ticket = TicketFactory()
    refused = reply(client, ticket, cc="nobody", uploads=[SimpleUploadedFile("log.txt", b"log")])
    [(token, _name)] = refused.context["answer"].kept_files

    reply(client, ticket, kept=token)

    assert [a.name for a in Message.objects.get().attachments.all()] == ["log.txt"]


@pytest.mark.guards(28)
def test_a_kept_file_belongs_to_whoever_uploaded_it(client, agent):
    ticket = TicketFactory()
    refused = reply(client, ticket, cc="nobody", uploads=[SimpleUploadedFile("log.txt", b"log")])
    [(token, _name)] = refused.context["answer"].kept_files
    client.force_login(UserFactory(agent=True))

    reply(client, ticket, kept=[token, "forged"])

    assert Message.objects.get().attachments.count() == 0


def test_a_file_too_large_is_refused_with_its_limit(client, agent, monkeypatch):
    monkeypatch.setattr(fields, "LARGEST_FILE", 2)

    response = reply(client, TicketFactory(), uploads=[SimpleUploadedFile("log.txt", b"log")])

    assert response.status_code == 422
    assert "“log.txt” is larger than 2\xa0bytes" in str(response.context["answer"].errors["uploads"])


@pytest.mark.parametrize(("limit", "value"), [("LARGEST_ALL", 5), ("MOST_FILES", 1)])
def test_too_many_files_are_refused(client, agent, monkeypatch, limit, value):
    monkeypatch.setattr(fields, limit, value)
    uploads = [SimpleUploadedFile(name, b"log") for name in ("a.txt", "b.txt")]

    assert reply(client, TicketFactory(), uploads=uploads).status_code == 422


@pytest.mark.parametrize(("data", "visibility"), [({}, "internal"), ({"is_confidential": "on"}, "confidential")])
def test_a_note_is_kept_and_nothing_is_sent(client, agent, data, visibility):
    note(client, TicketFactory(), **data)

    assert Note.objects.get().visibility == visibility
    assert Message.objects.count() == 0


def test_a_note_without_words_keeps_the_note_mode(client, agent, htmx):
    response = note(client, TicketFactory(), htmx, body=" ")

    assert response.status_code == 422
    assert response.context["mode"] == "note"


def test_an_author_deletes_his_note(client, agent):
    ticket = TicketFactory()
    event = actions.add_note(ticket, "<p>Psst</p>", by=agent).event

    client.post(f"{ticket.get_absolute_url()}notes/{event.pk}/delete/")

    assert "Psst" not in client.get(ticket.get_absolute_url()).content.decode()


def test_a_note_of_another_is_not_deleted(client, agent, htmx):
    ticket = TicketFactory()
    event = actions.add_note(ticket, "<p>Psst</p>", by=UserFactory(agent=True)).event

    response = client.post(f"{ticket.get_absolute_url()}notes/{event.pk}/delete/", headers=htmx)

    assert response.status_code == 403
    assert Note.objects.get().deleted_at is None


@pytest.mark.parametrize("role", ["supervisor", "superuser"])
def test_a_confidential_note_of_another_is_not_there_to_delete(client, role):
    ticket = TicketFactory()
    event = actions.add_note(ticket, "<p>Psst</p>", by=UserFactory(agent=True), is_confidential=True).event
    client.force_login(UserFactory(**{role: True}))

    assert client.post(f"{ticket.get_absolute_url()}notes/{event.pk}/delete/").status_code == 404


@pytest.mark.parametrize("act", [reply, note])
def test_a_customer_neither_answers_nor_notes_here(client, act):
    customer = UserFactory()
    ticket = TicketFactory(requester_email=customer.email)
    client.force_login(customer)

    assert act(client, ticket).status_code == 404


@pytest.mark.parametrize("act", [reply, note])
def test_an_agent_without_the_right_is_refused(client, act):
    client.force_login(UserFactory(is_agent=True, rights=["view_all_tickets"]))

    assert act(client, TicketFactory()).status_code == 403
    assert Event.objects.exclude(visibility=Visibility.INTERNAL).count() == 0


def test_a_note_sent_twice_is_kept_once(client, agent):
    ticket = TicketFactory()
    key = client.get(ticket.get_absolute_url()).context["note"]["key"].value()

    for _time in range(2):
        client.post(f"{ticket.get_absolute_url()}note/", {"body": "Ask Luca", "key": key})

    assert [note.text for note in Note.objects.all()] == ["Ask Luca"]


def test_an_unknown_sender_is_let_take_part(client, agent, htmx):
    ticket = TicketFactory()
    message = actions.receive(
        ticket, IncomingMessage(MessageBody("<p>Me too</p>"), sender_email="me@home.example", is_unconfirmed=True)
    )
    address = f"{ticket.get_absolute_url()}senders/{message.event.pk}/confirm/"
    assert address in client.get(ticket.get_absolute_url()).content.decode()

    html = client.post(address, headers=htmx).content.decode()

    message.refresh_from_db()
    assert (message.is_unconfirmed, address in html, html.count(f'id="event-{message.event.pk}"')) == (False, False, 1)
    assert "allowed me@home.example to take part" in html


def test_the_message_of_another_ticket_is_not_there_to_confirm(client, agent):
    message = actions.receive(TicketFactory(), IncomingMessage(MessageBody("<p>Me too</p>"), is_unconfirmed=True))

    response = client.post(f"{TicketFactory().get_absolute_url()}senders/{message.event.pk}/confirm/")

    assert response.status_code == 404


def test_after_a_note_the_composer_is_still_for_notes(client, agent, htmx):
    response = note(client, TicketFactory(), headers=htmx)

    assert (response.context["mode"], response.context["note"].is_bound) == ("note", False)


def test_an_author_keeps_a_note_for_himself_and_opens_it_again(client, agent, htmx):
    ticket, other = TicketFactory(), UserFactory(agent=True)
    event = actions.add_note(ticket, "<p>Psst</p>", by=agent).event
    address = f"{ticket.get_absolute_url()}notes/{event.pk}/readers/"

    kept = client.post(address, {"is_confidential": "on"}, headers=htmx).content.decode()
    hidden = not Note.objects.visible_to(other).exists()
    opened = client.post(address, headers=htmx).content.decode()

    assert ("Let all agents read this note" in kept, hidden) == (True, True)
    assert ("Keep this note for me alone" in opened, Note.objects.visible_to(other).count()) == (True, 1)


def test_the_note_of_another_keeps_its_readers(client, agent):
    ticket = TicketFactory()
    event = actions.add_note(ticket, "<p>Psst</p>", by=UserFactory(agent=True)).event

    page = client.get(ticket.get_absolute_url()).content.decode()
    response = client.post(f"{ticket.get_absolute_url()}notes/{event.pk}/readers/", {"is_confidential": "on"})

    assert ("Keep this note for me alone" in page, response.status_code) == (False, 403)
    assert Note.objects.get().visibility == "internal"
