"""The first response is met by an answer that was sent or told, and by nothing else."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from mail.models import OutboundMail
from sla import actions as sla_actions
from sla.enums import Kind
from sla.models import Policy, Priority
from sla.snapshots import snapshot
from tests.helpdesk.factories import UserFactory
from tests.tickets.factories import TicketFactory, TypeFactory
from tickets import actions, periodic
from tickets.drafts import IncomingMessage, MessageBody, Reply
from tickets.enums import Move, Source
from tickets.models import Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mailbox")]
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
LATE = timedelta(days=30)


@pytest.fixture
def ana(db):
    return UserFactory(agent=True)


def resolved(ticket, ana, after=HOUR, move=Move.RESOLVE) -> Ticket:
    with time_machine.travel(MONDAY + after, tick=False):
        actions.move(ticket, move, by=ana, words_given="Solved")
    return Ticket.objects.for_page().get()


def response(kind=Kind.FIRST_RESPONSE):
    clock = Ticket.objects.get().agreement.clocks.get(kind=kind)
    return clock.met_at, clock.cancelled_at


def shown(ticket):
    return {view.kind: view.state.value for view in snapshot(ticket.agreement, MONDAY + LATE)}


def test_a_solution_that_is_mailed_meets_it(ana):
    ticket = resolved(TicketFactory(at=MONDAY), ana)

    assert (response(), ticket.first_replied_at) == ((MONDAY + HOUR, None), MONDAY + HOUR)
    assert shown(ticket) == {"first_response": "met", "resolution": "met"}


@pytest.mark.parametrize("silent", ["no address", "type", "no mailbox", "desk"])
def test_a_solution_that_nobody_was_sent_does_not_meet_it(ana, mailbox, silent):
    fields = {"requester_email": ""} if silent == "no address" else {}
    if silent == "type":
        fields["type"] = TypeFactory(tells_resolved=False)
    if silent == "no mailbox":
        mailbox.delete()

    ticket = resolved(TicketFactory(at=MONDAY, **fields), None if silent == "desk" else ana)

    assert (response(), ticket.first_replied_at) == ((None, MONDAY + HOUR), None)
    assert (ticket.agreement.answered_at, OutboundMail.objects.count()) == (None, 0)
    assert shown(ticket) == {"resolution": "met"}


@pytest.mark.parametrize("move", [Move.CLOSE, Move.CANCEL])
def test_closing_and_cancelling_answer_nobody(ana, move):
    resolved(TicketFactory(at=MONDAY), ana, move=move)

    assert response() == (None, MONDAY + HOUR)


def test_what_was_late_already_stays_late_when_it_is_resolved_in_silence(ana):
    ticket = TicketFactory(at=MONDAY, requester_email="")
    due_at = ticket.agreement.clocks.get(kind=Kind.FIRST_RESPONSE).due_at

    ticket = resolved(ticket, ana, after=LATE)
    with time_machine.travel(MONDAY + 2 * LATE):
        periodic.find_breaches()

    clock = ticket.agreement.clocks.get(kind=Kind.FIRST_RESPONSE)
    assert (clock.breached_at, clock.met_at, clock.cancelled_at) == (due_at, None, None)
    assert (Ticket.objects.get().breached_at, ticket.next_due_at) == (due_at, None)


def test_a_ticket_that_is_opened_again_owes_it_as_before_without_the_time_it_was_resolved(ana):
    ticket = TicketFactory(at=MONDAY, requester_email="")
    due_at = ticket.agreement.clocks.get(kind=Kind.FIRST_RESPONSE).due_at
    resolved(ticket, ana)

    with time_machine.travel(MONDAY + 2 * HOUR, tick=False):
        actions.move(ticket, Move.REOPEN, by=ana)

    clock = Ticket.objects.get().agreement.clocks.get(kind=Kind.FIRST_RESPONSE)
    assert (clock.cancelled_at, clock.due_at) == (None, due_at + HOUR)


def test_a_late_one_runs_on_when_the_ticket_is_opened_again(ana):
    ticket = TicketFactory(at=MONDAY, requester_email="")
    resolved(ticket, ana, after=LATE)

    with time_machine.travel(MONDAY + LATE + HOUR, tick=False):
        actions.move(ticket, Move.REOPEN, by=ana)
        told = Reply(MessageBody("<p>Told</p>", source=Source.PHONE))
        actions.reply(ticket, told, by=ana)

    clock = Ticket.objects.get().agreement.clocks.get(kind=Kind.FIRST_RESPONSE)
    assert (clock.met_at, clock.breached_at is None, clock.paused_at) == (MONDAY + LATE + HOUR, False, None)


def test_what_was_told_on_the_phone_and_resolved_is_answered(ana):
    ticket = TicketFactory(at=MONDAY, requester_email="")

    with time_machine.travel(MONDAY + HOUR, tick=False):
        actions.reply(ticket, Reply(MessageBody("<p>Told</p>", source=Source.PHONE), move=Move.RESOLVE), by=ana)

    assert response() == (MONDAY + HOUR, None)


def test_a_question_that_followed_is_not_answered_by_a_silent_solution(ana):
    policy, kinds = Policy.objects.default(), (Kind.FIRST_RESPONSE, Kind.NEXT_RESPONSE, Kind.RESOLUTION)
    sla_actions.set_targets(policy, {(priority, kind): 6000 for priority in Priority.objects.all() for kind in kinds})
    ticket = TicketFactory(at=MONDAY, requester_email="")
    with time_machine.travel(MONDAY + HOUR, tick=False):
        actions.reply(ticket, Reply(MessageBody("<p>Told</p>", source=Source.PHONE)), by=ana)
        actions.receive(ticket, IncomingMessage(MessageBody("<p>And?</p>")))

    resolved(ticket, ana, after=2 * HOUR)

    assert response(Kind.NEXT_RESPONSE) == (None, MONDAY + 2 * HOUR)


def test_the_first_policy_of_a_ticket_resolved_in_silence_finds_nobody_answered(ana):
    ticket = resolved(TicketFactory(at=MONDAY, requester_email=""), ana)
    gold = Policy.objects.create(name="Gold")
    sla_actions.set_targets(gold, {(priority, Kind.FIRST_RESPONSE): 600 for priority in Priority.objects.all()})
    Ticket.objects.update(agreement=None)

    actions.choose_policy(Ticket.objects.get(pk=ticket.pk), gold, reason="Late", by=UserFactory(supervisor=True))

    assert response()[0] is None


@pytest.mark.parametrize("move", [Move.REOPEN, Move.REPLY])
def test_who_is_told_after_a_silent_solution_is_answered(move):
    ana, begun = UserFactory(agent=True), MONDAY
    with time_machine.travel(begun, tick=False):
        TicketFactory(at=begun, requester_email="")
    with time_machine.travel(begun + timedelta(hours=1), tick=False):
        actions.move(Ticket.objects.get(), Move.RESOLVE, by=ana, words_given="Solved")

    with time_machine.travel(begun + timedelta(hours=2), tick=False):
        told = Reply(MessageBody(html="Told", source=Source.PHONE), move=move)
        actions.reply(Ticket.objects.get(), told, by=ana)

    clock = Ticket.objects.get().agreement.clocks.get(kind=Kind.FIRST_RESPONSE)
    assert (clock.met_at, clock.cancelled_at) == (begun + timedelta(hours=2), None)


def test_time_spent_resolved_is_no_hold_of_a_late_first_response():
    ana, begun = UserFactory(agent=True), MONDAY
    with time_machine.travel(begun, tick=False):
        TicketFactory(at=begun, requester_email="")
    with time_machine.travel(begun + timedelta(days=40), tick=False):
        actions.move(Ticket.objects.get(), Move.RESOLVE, by=ana, words_given="Solved")

    with time_machine.travel(begun + timedelta(days=50), tick=False):
        actions.move(Ticket.objects.get(), Move.REOPEN, by=ana, words_given="Not yet")

    clock = Ticket.objects.get().agreement.clocks.get(kind=Kind.FIRST_RESPONSE)
    assert [pause.kind for pause in clock.pauses.all()] == ["resolved"]
