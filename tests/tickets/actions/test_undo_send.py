"""Taking an answer back."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from mail.models import Delivery, OutboundMail
from sla import actions as sla_actions
from sla.enums import Kind
from sla.models import Policy, Priority
from tests.helpdesk.factories import UserFactory
from tests.mail.factories import MailboxFactory
from tests.tickets.factories import TicketFactory
from tickets import actions, periodic
from tickets.drafts import IncomingMessage, MessageBody, Reply
from tickets.enums import Category, Move
from tickets.errors import HasLeft
from tickets.models import Event, MailPreference, Ticket

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def ana():
    MailboxFactory()
    ana = UserFactory(agent=True)
    MailPreference.objects.create(user=ana, undo_seconds=30)
    return ana


def owing_next() -> Ticket:
    """Return a ticket whose policy promises first and next responses."""
    priorities, policy = Priority.objects.all(), Policy.objects.default()
    kinds = (Kind.FIRST_RESPONSE, Kind.NEXT_RESPONSE, Kind.RESOLUTION)
    sla_actions.set_targets(policy, {(priority, kind): 6000 for priority in priorities for kind in kinds})
    return TicketFactory(at=MONDAY)


def answered(ticket, by):
    return actions.reply(ticket, Reply(MessageBody(html="<p>Wrong words</p>")), by=by)


def test_answer_waits_as_long_as_its_writer_wants(ana):
    message = answered(TicketFactory(), ana)

    assert 25 < (message.outbound.not_before - timezone.now()).total_seconds() <= 30
    assert message.can_be_undone


def test_answer_taken_back_never_leaves_and_the_ticket_is_open_again(ana):
    ticket = TicketFactory()
    message = answered(ticket, ana)

    actions.undo_reply(message, by=ana)

    ticket = Ticket.objects.get()
    assert (ticket.status_category, ticket.first_replied_at) == (Category.OPEN, None)
    assert [copy.state for copy in Delivery.objects.all()] == ["undone"]


def test_customers_never_see_what_was_taken_back(ana):
    customer = UserFactory()
    ticket = TicketFactory(requester_email=customer.email)
    message = answered(ticket, ana)

    actions.undo_reply(message, by=ana)

    assert not Event.objects.visible_to(customer).filter(message=message).exists()
    assert list(Ticket.objects.finding("wrong", customer)) == []


def test_the_first_response_is_owed_again_and_missed_in_the_end(ana):
    ticket = TicketFactory(at=MONDAY)
    due_at = ticket.next_due_at
    with time_machine.travel(MONDAY + HOUR / 4):
        actions.undo_reply(answered(ticket, ana), by=ana)

    with time_machine.travel(MONDAY + 30 * 24 * HOUR):
        periodic.find_breaches()

    ticket = Ticket.objects.get()
    clock = ticket.agreement.clocks.get(kind=Kind.FIRST_RESPONSE)
    assert (clock.met_at, clock.used_seconds, clock.breached_at) == (None, None, due_at)
    assert (ticket.agreement.answered_at, clock.pauses.count(), ticket.next_due_at) == (None, 0, due_at)


def test_an_answer_that_followed_keeps_the_first_response_instead(ana):
    ticket = TicketFactory(at=MONDAY)
    with time_machine.travel(MONDAY + HOUR / 4, tick=False):
        wrong = answered(ticket, ana)
    with time_machine.travel(MONDAY + HOUR / 2, tick=False):
        answered(ticket, ana)
        actions.undo_reply(wrong, by=ana)

    agreement = Ticket.objects.get().agreement
    clock = agreement.clocks.get(kind=Kind.FIRST_RESPONSE)
    assert (clock.met_at, agreement.answered_at) == (MONDAY + HOUR / 2, MONDAY + HOUR / 2)
    assert not agreement.clocks.filter(kind=Kind.NEXT_RESPONSE).exists()


@pytest.mark.parametrize("move", [Move.REPLY, Move.RESOLVE])
def test_the_next_response_is_owed_again_from_the_first_unanswered_message(ana, move):
    ticket = owing_next()
    with time_machine.travel(MONDAY + HOUR, tick=False):
        actions.reply(ticket, Reply(MessageBody(html="<p>Right</p>")), by=ana)
    for hours in (2, 3):
        with time_machine.travel(MONDAY + hours * HOUR, tick=False):
            actions.receive(ticket, IncomingMessage(MessageBody(html="<p>And?</p>")))
    with time_machine.travel(MONDAY + 4 * HOUR, tick=False):
        wrong = actions.reply(ticket, Reply(MessageBody(html="<p>Wrong</p>"), move=move), by=ana)
        actions.undo_reply(wrong, by=ana)

    (clock,) = Ticket.objects.get().agreement.clocks.counting().of_kind(Kind.NEXT_RESPONSE)
    assert (clock.started_at, clock.met_at, clock.pauses.count()) == (MONDAY + 2 * HOUR, None, 0)
    assert Ticket.objects.get().agreement.answered_at == MONDAY + HOUR


def test_words_of_the_customer_after_the_answer_start_no_clock_of_their_own(ana):
    ticket = owing_next()
    with time_machine.travel(MONDAY + HOUR, tick=False):
        wrong = answered(ticket, ana)
        actions.receive(ticket, IncomingMessage(MessageBody(html="<p>And?</p>")))

        actions.undo_reply(wrong, by=ana)

    live = Ticket.objects.get().agreement.clocks.live().promised()
    assert {clock.kind for clock in live} == {Kind.FIRST_RESPONSE, Kind.RESOLUTION}


def test_a_solution_that_was_mailed_before_stays_the_first_reply(ana):
    ticket = TicketFactory(at=MONDAY)
    with time_machine.travel(MONDAY + HOUR, tick=False):
        actions.move(ticket, Move.RESOLVE, by=ana, words_given="Solved")
    with time_machine.travel(MONDAY + 2 * HOUR, tick=False):
        actions.move(ticket, Move.REOPEN, by=ana)
        actions.undo_reply(answered(ticket, ana), by=ana)

    assert Ticket.objects.get().first_replied_at == MONDAY + HOUR


def test_an_answer_taken_back_after_the_ticket_was_closed_leaves_nothing_answered(ana):
    ticket = TicketFactory(at=MONDAY)
    with time_machine.travel(MONDAY + HOUR, tick=False):
        message = actions.reply(ticket, Reply(MessageBody(html="<p>Wrong</p>"), move=Move.RESOLVE), by=ana)
        actions.move(ticket, Move.CLOSE, by=ana)
        actions.undo_reply(message, by=ana)

    agreement = Ticket.objects.get().agreement
    clock = agreement.clocks.get(kind=Kind.FIRST_RESPONSE)
    assert (agreement.answered_at, clock.met_at, clock.cancelled_at) == (None, None, MONDAY + HOUR)


def test_answer_that_has_left_stays(ana):
    message = answered(TicketFactory(), ana)
    OutboundMail.objects.update(not_before=None)
    Delivery.objects.update(state="sent", sent_at=timezone.now(), attempts=1)

    with pytest.raises(HasLeft):
        actions.undo_reply(message, by=ana)


def test_button_takes_the_answer_back(ana, client):
    ticket = TicketFactory()
    message = answered(ticket, ana)
    client.force_login(ana)
    page = client.get(ticket.get_absolute_url()).content.decode()

    client.post(f"{ticket.get_absolute_url()}messages/{message.event.pk}/undo/")

    message.refresh_from_db()
    assert ("Undo" in page, message.undone_at is not None) == (True, True)
