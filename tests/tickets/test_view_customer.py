"""What customers see and do."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.crm.factories import CompanyFactory, ContactFactory
from tests.helpdesk.factories import UserFactory
from tests.pages import tight
from tests.tickets.factories import TicketFactory
from tests.tickets.factories import UserFactory as People
from tickets import actions
from tickets.drafts import IncomingMessage, MessageBody
from tickets.enums import Move
from tickets.models import Message, Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def customer(client):
    customer = UserFactory(email="rossi@acme.example", display_name="Rossi")
    client.force_login(customer)
    return customer


def own(customer, **fields):
    return TicketFactory(requester=ContactFactory(user=customer), **fields)


def test_a_customer_starts_with_his_own_tickets(client, customer):
    own(customer, subject="Mine")
    TicketFactory(subject="Another's")

    page = client.get("/").context["page"]

    assert [ticket.subject for ticket in page.rows] == ["Mine"]


def test_a_customer_without_tickets_is_told_what_to_do(client, customer):
    assert "Write us a mail" in client.get("/").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_his_list_costs_the_same_for_any_count(client, customer, django_assert_num_queries, count):
    for _number in range(count):
        TicketFactory(requester_email=customer.email)
    client.get("/")

    with django_assert_num_queries(4):
        client.get("/")


def test_a_customer_reads_his_own_word_for_a_status(client, customer):
    ticket = own(customer)
    ticket.status.customer_name = "We are working on it"
    ticket.status.save()

    assert "We are working on it" in client.get(ticket.get_absolute_url()).content.decode()


def test_the_ticket_of_another_is_not_found(client, customer):
    assert client.get(TicketFactory().get_absolute_url()).status_code == 404


def test_a_customer_reads_what_was_said_in_public_and_nothing_else(client, customer, mailbox):
    agent = People(agent=True, display_name="Ana")
    ticket = own(customer, html="<p>Description</p>")
    actions.add_note(ticket, "<p>zebra</p>", by=agent)
    actions.add_note(ticket, "<p>giraffe</p>", by=agent, is_confidential=True)
    actions.receive(ticket, IncomingMessage(body=MessageBody(html="<p>forged</p>"), is_unconfirmed=True))
    actions.receive(ticket, IncomingMessage(body=MessageBody(html="<p>Question</p>")))

    html = client.get(ticket.get_absolute_url()).content.decode()

    found = [word for word in ("Description", "Question", "zebra", "giraffe", "forged", "Owner") if word in html]
    assert found == ["Description", "Question"]


def test_a_customer_answers_on_his_page(client, customer):
    ticket = own(customer, replied=True)

    client.post(f"{ticket.get_absolute_url()}answer/", {"body": "Here is the log"})

    message = Message.objects.get()
    assert (message.text, message.source, message.sender_email) == ("Here is the log", "portal", customer.email)
    assert Ticket.objects.get().status_category == "open"


@pytest.mark.parametrize("body", ["", "  "])
def test_an_answer_without_words_is_refused(client, customer, body):
    response = client.post(f"{own(customer).get_absolute_url()}answer/", {"body": body})

    assert response.status_code == 422
    assert Message.objects.count() == 0


def test_a_customer_answers_no_ticket_of_another(client, customer):
    assert client.post(f"{TicketFactory().get_absolute_url()}answer/", {"body": "x"}).status_code == 404


def test_an_agent_does_not_answer_for_the_customer(client, agent):
    assert client.post(f"{TicketFactory().get_absolute_url()}answer/", {"body": "x"}).status_code == 404


def test_a_requester_is_asked_whether_it_is_solved(client, customer):
    assert "Is it solved?" in client.get(own(customer, resolved=True).get_absolute_url()).content.decode()


@pytest.mark.parametrize("tail", ["earlier/?left=1", "?tab=details"])
def test_parts_of_the_desk_are_not_for_customers(client, customer, tail):
    html = client.get(f"{own(customer).get_absolute_url()}{tail}").content.decode()

    assert "ticket-side" not in html


def test_an_answer_sent_twice_is_written_once(client, customer):
    ticket = own(customer)
    key = client.get(ticket.get_absolute_url()).context["form"]["key"].value()

    for _time in range(2):
        client.post(f"{ticket.get_absolute_url()}answer/", {"body": "Here is the log", "key": key})

    assert [message.text for message in Message.objects.all()] == ["Here is the log"]


def test_an_answer_long_after_the_end_opens_a_new_ticket_that_names_the_old(client, customer):
    closed = own(customer, closed=True)
    Ticket.objects.update(closed_at=timezone.now() - timedelta(days=400))

    for _again in range(2):
        response = client.post(f"{closed.get_absolute_url()}answer/", {"body": "It is back.", "key": "k1"})

    opened = Ticket.objects.exclude(pk=closed.pk).get()
    assert (response.url, opened.subject, opened.requester) == (
        opened.get_absolute_url(),
        closed.subject,
        closed.requester,
    )
    assert [message.text for message in opened.messages.all()] == ["It is back."]
    assert opened.suspected_reply_to == closed
    assert opened.events.get(kind="tickets.reply_suspected").data["reference"] == closed.reference
    assert Ticket.objects.get(pk=closed.pk).status_category == "closed"


def of_company(customer, role):
    person = ContactFactory(user=customer, company=CompanyFactory(), role=role)
    colleague = ContactFactory(company=person.company, name="Bianchi")
    TicketFactory(subject="Mine", requester=person)
    TicketFactory(subject="Colleague's", requester=colleague, company=person.company)
    TicketFactory(subject="By card", crm_contact=colleague, requester=None)
    TicketFactory(subject="Another company's", company=CompanyFactory())
    return person


@pytest.mark.guards(29)
@pytest.mark.parametrize(("role", "seen"), [("own", ["Mine"]), ("company", ["By card", "Colleague's", "Mine"])])
def test_a_customer_sees_what_his_role_says(client, customer, role, seen):
    of_company(customer, role)

    page = client.get("/")

    assert sorted(ticket.subject for ticket in page.context["page"].rows) == seen
    assert ("Bianchi" in page.content.decode()) == (role == "company")
    assert ("<h1>My requests</h1>" in tight(page.content.decode())) == (role == "own")


def test_the_company_role_without_a_company_sees_his_own_alone(client, customer):
    own_one = TicketFactory(subject="Mine", requester=ContactFactory(user=customer, role="company"))
    TicketFactory(subject="Nobody's")

    assert list(Ticket.objects.visible_to(customer)) == [own_one]


def test_who_left_the_company_sees_its_tickets_no_more(client, customer):
    person = of_company(customer, "company")
    person.is_active = False
    person.save()

    assert "Colleague's" not in {ticket.subject for ticket in Ticket.objects.visible_to(customer)}


def test_the_company_role_reads_and_answers_but_the_solution_is_for_who_asked(client, customer):
    of_company(customer, "company")
    ticket = actions.move(Ticket.objects.get(subject="Colleague's"), Move.RESOLVE, by=None, words_given="<p>Done</p>")
    actions.add_note(ticket, "<p>zebra</p>", by=People(agent=True))

    page = client.get(ticket.get_absolute_url())
    answered = client.post(f"{ticket.get_absolute_url()}answer/", {"body": "Thank you"})
    judged = client.post(f"{ticket.get_absolute_url()}move/approve/")

    assert (page.status_code, page.context["may_answer_solution"], "zebra" in page.content.decode()) == (
        200,
        False,
        False,
    )
    assert (answered.status_code, judged.status_code) == (302, 403)
    assert Message.objects.filter(ticket=ticket).last().sender_email == customer.email
