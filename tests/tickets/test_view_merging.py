"""A ticket whose words belong to an earlier one."""

import threading

import pytest
from django.db import connection

from helpdesk import files
from mail import actions as mail_actions
from tests.crm.factories import CompanyFactory
from tests.helpdesk.factories import UserFactory
from tests.helpdesk.test_remote import PNG
from tests.mail.factories import MailboxFactory
from tests.tickets.factories import TicketFactory
from tickets import actions
from tickets.drafts import IncomingMessage, MessageBody, NewFile
from tickets.errors import SameConversation
from tickets.models import Event, Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mailbox")]
STRANGER = {"sender_name": "Rita", "sender_email": "rita@other.example"}


def suspected(earlier, html="<p>I am next door</p>", new_files=(), **sender):
    """Return a ticket that seems to answer ``earlier``."""
    ticket = TicketFactory()
    actions.receive(ticket, IncomingMessage(body=MessageBody(html, files=new_files), **(sender or STRANGER)))
    actions.suspect_reply_to(ticket, earlier)
    return ticket


def address(ticket):
    return f"{ticket.get_absolute_url()}merge/"


def test_the_suspicion_is_told_with_one_click_to_settle_it(client, agent):
    earlier = TicketFactory()
    ticket, link = suspected(earlier), f'href="{earlier.get_absolute_url()}">{earlier.reference}'

    shown = client.get(ticket.get_absolute_url()).content.decode()

    assert [words in shown for words in ("This seems to answer", link, address(ticket))] == [True] * 3


def test_the_words_go_there_hidden_and_the_ticket_is_closed_with_a_link(client, agent):
    earlier = TicketFactory()
    ticket = suspected(earlier)

    response = client.post(address(ticket))

    copy, closed = earlier.messages.get(), Ticket.objects.get(pk=ticket.pk)
    assert (response.url, copy.text, copy.sender_email) == (
        earlier.get_absolute_url(),
        "I am next door",
        "rita@other.example",
    )
    assert (copy.is_unconfirmed, closed.status_category, closed.messages.count()) == (True, "closed", 1)
    told = [
        (e.kind, e.data["reference"], e.actor)
        for e in Event.objects.filter(kind__in=["tickets.merged", "tickets.merged_in"])
    ]
    assert told == [("tickets.merged", earlier.reference, agent), ("tickets.merged_in", ticket.reference, agent)]
    assert earlier.reference in client.get(ticket.get_absolute_url()).content.decode()


def test_words_for_another_client_go_there_only_when_that_is_meant(client, agent, htmx):
    earlier = TicketFactory(company=CompanyFactory(name="Alfa"))
    ticket = suspected(earlier)
    Ticket.objects.filter(pk=ticket.pk).update(company=CompanyFactory(name="Beta"))

    asked = client.post(address(ticket), headers=htmx)
    done = client.post(address(ticket), {"client_is_meant": "on"})

    assert (asked.status_code, asked["HX-Retarget"]) == (409, "#client-asked")
    assert f"{ticket.reference} belongs to Beta, but Alfa would pay." in asked.content.decode()
    assert (done.url, earlier.messages.count()) == (earlier.get_absolute_url(), 1)


def test_by_htmx_the_other_ticket_is_opened(client, agent, htmx):
    earlier = TicketFactory()

    response = client.post(address(suspected(earlier)), headers=htmx)

    assert response["HX-Redirect"] == earlier.get_absolute_url()


def test_what_comes_later_goes_there_too(client, agent):
    earlier = TicketFactory()
    ticket = suspected(earlier)

    client.post(address(ticket))

    ticket.thread.refresh_from_db()
    assert mail_actions.final(ticket.thread) == earlier.thread


def test_the_customer_of_the_other_ticket_needs_no_permission(client, agent):
    earlier = TicketFactory(requester_email="rossi@alfa.example", replied=True)

    client.post(address(suspected(earlier, sender_email="Rossi@alfa.example")))

    assert (earlier.messages.get().is_unconfirmed, Ticket.objects.get(pk=earlier.pk).status_category) == (False, "open")


def test_images_and_files_are_those_of_the_copy(agent):
    earlier = TicketFactory()
    new_files = (
        NewFile(files.store(PNG), "a.png", content_id="a@x", is_inline=True),
        NewFile(files.store(b"a;b\n"), "list.csv"),
    )
    html = '<p><img src="cid:a@x"><img src="https://pictures.example/b.png"></p>'
    ticket = suspected(earlier, html, new_files)

    actions.merge(ticket, earlier, by=agent)

    copy = earlier.messages.get()
    image, table = copy.attachments.all()
    assert copy.html == f'<p><img src="{image.get_absolute_url()}"><img data-remote="0"></p>'
    assert (copy.remote_images, table.name, image.is_inline) == (["https://pictures.example/b.png"], "list.csv", True)


def test_twice_is_the_same_as_once(agent):
    earlier = TicketFactory()
    ticket = suspected(earlier)

    actions.merge(ticket, earlier, by=agent)
    actions.merge(ticket, earlier, by=agent)

    assert (earlier.messages.count(), Event.objects.filter(kind="tickets.merged").count()) == (1, 1)


def test_words_are_not_passed_on_to_themselves_nor_in_a_circle(agent):
    earlier = TicketFactory()
    ticket = suspected(earlier)
    actions.merge(ticket, earlier, by=agent)

    for one, other in ((earlier, ticket), (earlier, earlier)):
        with pytest.raises(SameConversation):
            actions.merge(one, other, by=agent)


def test_who_may_not_work_there_moves_nothing(client):
    earlier = TicketFactory()
    ticket = suspected(earlier)
    client.force_login(UserFactory())

    assert client.post(address(ticket)).status_code == 404
    assert earlier.messages.count() == 0


def test_only_a_suspected_reply_leads_to_another_ticket(client, agent):
    ticket = TicketFactory()

    assert client.post(f"{ticket.get_absolute_url()}merge/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_two_agents_at_once_write_the_words_once():
    MailboxFactory()
    earlier = TicketFactory()
    ticket, ana = suspected(earlier), UserFactory(supervisor=True)

    def pass_on():
        actions.merge(ticket, earlier, by=ana)
        connection.close()

    threads = [threading.Thread(target=pass_on) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (earlier.messages.count(), Event.objects.filter(kind="tickets.merged").count()) == (1, 1)
