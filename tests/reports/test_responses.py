"""How long customers waited for our answers: from each thing that people said to what we said next."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from reports.responses import average_responses
from tests.tickets.factories import TicketFactory, UserFactory
from tickets import actions
from tickets.drafts import IncomingMessage, MessageBody, Reply
from tickets.models import Message

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mailbox")]
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def asked(ticket, minutes, **fields):
    actions.receive(
        ticket, IncomingMessage(MessageBody("<p>And?</p>"), at=MONDAY + timedelta(minutes=minutes), **fields)
    )


def answered(ticket, minutes):
    with time_machine.travel(MONDAY + timedelta(minutes=minutes), tick=False):
        return actions.reply(ticket, Reply(MessageBody(f"<p>{minutes}</p>")), by=UserFactory(agent=True))


def average(ticket):
    return average_responses([ticket])[ticket.pk]


def test_each_answer_counts_from_what_it_answers():
    ticket = TicketFactory(at=MONDAY)
    answered(ticket, 15)
    asked(ticket, 60)
    answered(ticket, 65)

    assert average(ticket) == timedelta(minutes=10)


def test_who_asked_twice_waited_from_the_second_time():
    ticket = TicketFactory(at=MONDAY)
    asked(ticket, 30)
    answered(ticket, 40)

    assert average(ticket) == timedelta(minutes=10)


def test_a_ticket_that_nobody_answered_has_no_average():
    assert average(TicketFactory(at=MONDAY)) is None


@pytest.mark.parametrize("nobody", ["is_automatic", "is_unconfirmed"])
def test_neither_machines_nor_strangers_are_waited_for(nobody):
    ticket = TicketFactory(at=MONDAY)
    asked(ticket, 30, **{nobody: True})
    answered(ticket, 40)

    assert average(ticket) == timedelta(minutes=40)


def test_an_answer_that_was_undone_is_none():
    ticket = TicketFactory(at=MONDAY)
    message = answered(ticket, 10)
    Message.objects.filter(pk=message.pk).update(undone_at=MONDAY)
    answered(ticket, 40)

    assert average(ticket) == timedelta(minutes=40)


def test_tickets_are_measured_apart():
    quick, slow = TicketFactory(at=MONDAY), TicketFactory(at=MONDAY)
    answered(quick, 5)
    answered(slow, 50)

    assert average_responses([quick, slow]) == {quick.pk: timedelta(minutes=5), slow.pk: timedelta(minutes=50)}


def test_the_tickets_behind_a_number_say_it(client):
    ticket = TicketFactory(at=MONDAY)
    answered(ticket, 95)
    client.force_login(UserFactory(supervisor=True))

    page = client.get("/sla/compliance/tickets/", {"first": "2026-03-01", "last": "2026-03-03"}).content.decode()

    assert page.count("1 h 35 min") == 1
