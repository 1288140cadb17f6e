"""One ticket's page."""

from datetime import timedelta

import pytest

from tests.crm.factories import CompanyFactory, ContactFactory
from tests.helpdesk.factories import UserFactory
from tests.pages import plain
from tests.tickets.factories import TicketFactory, TypeFactory
from tickets import actions
from tickets.drafts import IncomingMessage, MessageBody, NewFile, Reply
from tickets.models import Event

pytestmark = pytest.mark.django_db


def body(html="<p>Hello</p>", **fields):
    return IncomingMessage(
        body=MessageBody(html=html, **fields), sender_name="Rossi", sender_email="rossi@acme.example"
    )


def page(client, ticket, query=""):
    return client.get(f"{ticket.get_absolute_url()}{query}").content.decode()


def test_a_ticket_that_is_not_there_is_not_found(client, agent):
    assert client.get("/tickets/int-2026-00001/").status_code == 404


def test_a_tab_that_is_not_there_is_refused(client, agent):
    assert client.get(f"{TicketFactory().get_absolute_url()}?tab=secrets").status_code == 400


@pytest.mark.parametrize("tab", ["conversation", "estimates", "works", "details"])
def test_every_tab_has_an_address(client, agent, tab):
    assert client.get(f"{TicketFactory().get_absolute_url()}?tab={tab}").status_code == 200


def test_words_of_customers_stand_before_ours(client, agent, mailbox):
    ticket = TicketFactory()
    actions.receive(ticket, body("<p>Question</p>"))
    actions.reply(ticket, Reply(body=MessageBody(html="<p>Response</p>")), by=agent)

    html = page(client, ticket)

    assert html.index("Question") < html.index("Response")
    assert "Being sent" in html


def test_words_with_looks_stand_in_a_frame_that_runs_nothing(client, agent):
    ticket = TicketFactory()
    actions.receive(ticket, body("<table><tr><td>styled</td></tr></table>"))

    html = page(client, ticket)

    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox allow-same-origin"' in html
    assert "styled" not in html


def test_names_and_subjects_are_shown_as_words(client, agent):
    ticket = TicketFactory(subject="<script>alert(1)</script>", requester_name="<b>Rossi</b>")
    actions.receive(ticket, IncomingMessage(body=MessageBody(html="<p>x</p>"), sender_name="<script>alert(2)</script>"))

    html = page(client, ticket)

    assert "<script>alert" not in html
    assert "<b>Rossi</b>" not in html


def test_names_of_files_are_shown_as_words(client, agent):
    from helpdesk import files

    ticket = TicketFactory()
    actions.receive(ticket, body(files=(NewFile(files.store(b"x"), "<img src=x>.txt"),)))

    assert "<img src=x>" not in page(client, ticket)


@pytest.mark.parametrize("reader", [{"agent": True}, {"supervisor": True}, {"superuser": True}])
def test_a_confidential_note_is_shown_to_nobody_but_its_author(client, reader):
    ticket, author = TicketFactory(), UserFactory(agent=True)
    actions.add_note(ticket, "<p>zebra</p>", by=author, is_confidential=True)
    client.force_login(UserFactory(**reader))

    html = page(client, ticket)

    assert "zebra" not in html
    assert "Confidential note" not in html


def test_a_confidential_note_is_shown_to_its_author(client, agent):
    ticket = TicketFactory()
    actions.add_note(ticket, "<p>zebra</p>", by=agent, is_confidential=True)

    assert "zebra" in page(client, ticket)


def test_small_events_in_a_row_are_folded(client, agent):
    ticket = TicketFactory()
    for subject in "abc":
        actions.change(ticket, {"subject": subject}, version=None, by=agent)

    assert "4 changes · Ana" in plain(page(client, ticket))


def test_a_long_thread_shows_its_beginning_and_its_end(client, agent):
    ticket = TicketFactory()
    for number in range(50):
        actions.receive(ticket, body(f"<p>Message {number}.</p>"))

    thread = client.get(ticket.get_absolute_url()).context["thread"]

    assert thread.hidden == 11
    assert thread.first[-1].event.message.text == "Message 18."
    assert thread.last[0].event.message.text == "Message 30."


def test_the_middle_of_a_long_thread_is_brought_when_asked_for(client, agent, htmx):
    ticket = TicketFactory()
    for number in range(50):
        actions.receive(ticket, body(f"<p>Message {number}.</p>"))
    thread = client.get(ticket.get_absolute_url()).context["thread"]

    query = {"left": thread.hidden, "before": thread.token}
    response = client.get(f"{ticket.get_absolute_url()}earlier/", query, headers=htmx)

    shown = [entry.event.message.text for entry in response.context["entries"]]
    assert shown == [f"Message {number}." for number in range(19, 30)]
    assert response.context["hidden"] == 0


@pytest.mark.parametrize("query", ["", "?left=x", "?left=0", "?left=5&before=forged"])
def test_a_forged_address_of_the_middle_is_refused(client, agent, query):
    assert client.get(f"{TicketFactory().get_absolute_url()}earlier/{query}").status_code == 400


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_any_length(client, agent, mailbox, django_assert_num_queries, count):
    company = CompanyFactory()
    ticket = TicketFactory(company=company, requester=ContactFactory(company=company), assignee=agent)
    for _number in range(count):
        actions.receive(ticket, body())
        actions.add_note(ticket, "<p>Note</p>", by=agent)
        actions.reply(ticket, Reply(body=MessageBody(html="<p>Answer</p>")), by=agent)
    client.get(ticket.get_absolute_url())

    with django_assert_num_queries(23):
        client.get(ticket.get_absolute_url())


def test_other_open_tickets_of_the_client_are_shown(client, agent):
    company = CompanyFactory()
    ticket = TicketFactory(company=company)
    TicketFactory(company=company, subject="Another one")
    TicketFactory(company=company, subject="Long closed", closed=True)

    others = client.get(ticket.get_absolute_url()).context["others"]

    assert [other.subject for other in others] == ["Another one"]


def test_who_worked_first_and_when_stays_on_the_page(client, agent, time_machine):
    ticket = TicketFactory(by=agent)
    first = ticket.participants.get().first_assigned_at
    time_machine.move_to(first + timedelta(days=1))
    actions.unassign(ticket, by=agent)
    actions.assign(ticket, agent, by=agent)

    [participant] = client.get(ticket.get_absolute_url()).context["participants"]

    assert (participant.operator, participant.first_assigned_at) == (agent, first)


def test_the_newest_words_on_screen_go_with_the_answer(client, agent):
    ticket = TicketFactory()
    actions.receive(ticket, body())

    seen = client.get(ticket.get_absolute_url()).context["seen_event"]

    assert seen == Event.objects.public_messages().get().pk


def test_the_former_address_of_a_renumbered_ticket_leads_to_it(client, agent):
    ticket = TicketFactory()
    former = ticket.get_absolute_url()
    moved = actions.change_type(ticket, TypeFactory(), by=UserFactory(admin=True))

    response = client.get(former)

    assert (former != response.url, response.url) == (True, moved.get_absolute_url())


def test_what_is_sent_to_the_former_address_of_a_ticket_is_kept(client, agent):
    ticket = TicketFactory()
    actions.change_type(ticket, TypeFactory(), by=UserFactory(admin=True))

    client.post(f"{ticket.get_absolute_url()}note/", {"body": "Not lost"})

    assert [note.text for note in ticket.notes.all()] == ["Not lost"]


def test_a_customer_finds_no_others_ticket_by_its_former_address(client):
    ticket = TicketFactory()
    actions.change_type(ticket, TypeFactory(), by=UserFactory(admin=True))
    client.force_login(UserFactory())

    assert client.get(ticket.get_absolute_url()).status_code == 404


def test_what_a_customer_wrote_in_the_portal_is_shown_once(client, agent):
    ticket = TicketFactory(html="<p>It smokes badly</p>")
    actions.receive(ticket, IncomingMessage(body=MessageBody(html="<p>It smokes badly</p>")))

    html = client.get(ticket.get_absolute_url()).content.decode()

    assert ('id="description"' in html, html.count("It smokes badly")) == (False, 1)
