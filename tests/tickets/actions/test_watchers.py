import pytest

from mail.models import Mailbox
from tests.crm.factories import ContactFactory
from tests.helpdesk.factories import UserFactory
from tests.tickets.factories import TicketFactory
from tickets import actions
from tickets.drafts import MessageBody, Reply

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _mailbox(mailbox):
    """Let there be something to send from."""


def test_watching_twice_is_watching_once_and_can_be_ended():
    luca, ticket = UserFactory(agent=True), TicketFactory()
    watchers = {actions.watch(ticket, by=luca, user=luca) for _ in range(2)}

    actions.unwatch(ticket, by=luca, user=luca)

    assert (len(watchers), ticket.watchers.count()) == (1, 0)


def test_a_colleague_in_the_head_of_a_mail_watches_with_his_account():
    luca, ticket = UserFactory(agent=True), TicketFactory()

    actions.add_watchers(ticket, [luca.email.upper(), "ext@beta.example"])

    assert [(watcher.user, watcher.email) for watcher in ticket.watchers.order_by("pk")] == [
        (luca, ""),
        (None, "ext@beta.example"),
    ]
    assert ticket.in_copy == ("ext@beta.example",)


def test_an_address_that_is_told_no_longer_loses_its_reply_address_and_nobody_elses_ends():
    luca, ticket = UserFactory(agent=True), TicketFactory(requester_email="rossi@alfa.example")
    Mailbox.objects.update(plus_addressing=True)
    actions.add_watchers(ticket, ["boss@alfa.example", "ext@beta.example"])
    actions.watch(ticket, by=luca, user=luca)
    actions.reply(ticket, Reply(MessageBody("<p>Yes</p>"), cc=ticket.in_copy), by=luca)

    actions.unwatch(ticket, by=luca, email="Boss@alfa.example")

    assert [w.address for w in ticket.watchers.order_by("pk")] == ["ext@beta.example", luca.email]
    assert {t.address for t in ticket.thread.tokens.valid()} == {"rossi@alfa.example", "ext@beta.example"}


def test_people_outside_stand_in_the_copy_and_whoever_asks_and_agents_do_not():
    luca, ticket = UserFactory(agent=True), TicketFactory(requester_email="Rossi@alfa.example")
    contact = ContactFactory(email="Anna@alfa.example")
    ticket.watchers.create(contact=contact)
    actions.watch(ticket, by=luca, user=luca)
    actions.add_watchers(ticket, ["rossi@alfa.example", "boss@alfa.example", "anna@alfa.example", "BOSS@alfa.example"])

    assert ticket.in_copy == ("anna@alfa.example", "boss@alfa.example")


def test_a_watcher_may_be_just_an_address():
    watcher = actions.watch(TicketFactory(), by=UserFactory(agent=True), email=" Boss@Alfa.example ")

    assert (watcher.address, str(watcher)) == ("boss@alfa.example", "boss@alfa.example")
