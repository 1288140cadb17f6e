from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from mail.models import OutboundMail
from tests.helpdesk.factories import UserFactory
from tests.tickets.factories import TicketFactory, limited_agent
from tickets import actions
from tickets.errors import NotYourTicket, SeesNoTickets
from tickets.models import Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _mailbox(mailbox):
    """Let there be something to send from."""


def test_n10_coming_back_keeps_the_first_date():
    luca, ticket = UserFactory(agent=True), TicketFactory()
    actions.assign(ticket, luca, by=luca)
    first = ticket.participants.get().first_assigned_at
    actions.unassign(ticket, by=luca)

    with time_machine.travel(timezone.now() + timedelta(days=1)):
        actions.assign(ticket, luca, by=luca)

    assert [(p.first_assigned_at, p.removed_at) for p in ticket.participants.all()] == [(first, None)]


def test_taking_a_ticket_oneself_needs_no_mail_and_being_given_one_does():
    boss, luca = UserFactory(supervisor=True), UserFactory(agent=True)
    actions.assign(TicketFactory(), boss, by=boss)
    before = OutboundMail.objects.count()

    actions.assign(TicketFactory(), luca, by=boss)

    assert (before, [m.deliveries.get().address for m in OutboundMail.objects.all()]) == (0, [luca.email])


def test_an_agent_may_take_but_not_give():
    luca, ana = UserFactory(agent=True), UserFactory(agent=True)

    assert actions.assign(TicketFactory(), luca, by=luca).assignee == luca
    with pytest.raises(NotYourTicket):
        actions.assign(TicketFactory(), ana, by=luca)


def test_nobody_is_given_a_ticket_that_he_would_not_see():
    nico, boss, ticket = UserFactory(is_agent=True, display_name="Nico"), UserFactory(supervisor=True), TicketFactory()

    for by in (boss, None):
        with pytest.raises(SeesNoTickets, match="Nico sees no tickets"):
            actions.assign(ticket, nico, by=by)

    assert Ticket.objects.get().assignee is None


@pytest.mark.parametrize("scope", ["own", "team"])
def test_whoever_sees_his_own_tickets_alone_is_given_some(scope):
    limited = limited_agent(scope)

    assert actions.assign(TicketFactory(), limited, by=None).assignee == limited


def test_assigning_twice_is_told_once():
    luca, ticket = UserFactory(agent=True), TicketFactory()

    for _ in range(2):
        actions.assign(ticket, luca, by=luca)

    assert ticket.events.filter(kind="tickets.assigned").count() == 1


def test_nobody_can_be_removed_from_a_ticket_of_nobody():
    ticket = TicketFactory()

    actions.unassign(ticket, by=UserFactory(agent=True))

    assert [e.kind for e in ticket.events.all()] == ["tickets.created"]
