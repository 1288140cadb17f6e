from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from helpdesk.errors import ReasonMissing, Refusal
from mail.models import OutboundMail
from tests.crm.factories import ContactFactory
from tests.helpdesk.factories import UserFactory
from tests.tickets.factories import StatusFactory, TicketFactory, TypeFactory
from tickets import actions
from tickets.enums import Category, Move
from tickets.errors import MoveNotAllowed, NotYourTicket, SolutionMissing, StatusNotOffered
from tickets.models import Ticket

pytestmark = pytest.mark.django_db


def test_a_move_by_a_stranger_is_refused_and_leaves_no_trace():
    ticket = TicketFactory(accepted=True)
    told = list(ticket.events.all())

    with pytest.raises(NotYourTicket, match=ticket.reference):
        actions.move(ticket, Move.RESOLVE, by=UserFactory(), words_given="Done")

    assert list(ticket.events.all()) == told


def test_the_requester_may_approve_the_solution_of_his_own_ticket():
    rossi = UserFactory()
    ticket = TicketFactory(resolved=True, requester=ContactFactory(user=rossi))

    closed = actions.move(ticket, Move.APPROVE, by=rossi)

    assert closed.status_category == Category.CLOSED


def test_a_move_that_the_table_lacks_is_refused_with_its_reason():
    ticket = TicketFactory(closed=True)

    with pytest.raises(MoveNotAllowed, match=r"Reply.*Closed"):
        actions.move(ticket, Move.REPLY, by=UserFactory(agent=True))


@pytest.mark.parametrize("words", ["", "   ", "<p> </p>"])
def test_a_ticket_is_resolved_with_words_or_not_at_all(words):
    ticket = TicketFactory(accepted=True)

    with pytest.raises(SolutionMissing):
        actions.move(ticket, Move.RESOLVE, by=UserFactory(agent=True), words_given=words)


@pytest.mark.parametrize("move", [Move.HOLD, Move.CANCEL])
def test_holding_and_cancelling_need_a_reason(move):
    with pytest.raises(ReasonMissing):
        actions.move(TicketFactory(accepted=True), move, by=UserFactory(agent=True))


def test_refusing_a_solution_needs_a_reason_and_reopens():
    ticket, agent = TicketFactory(resolved=True), UserFactory(agent=True)
    with pytest.raises(ReasonMissing):
        actions.move(ticket, Move.REFUSE, by=agent)

    reopened = actions.move(ticket, Move.REFUSE, by=agent, words_given="Still broken")

    assert (reopened.status_category, reopened.resolved_at) == (Category.OPEN, None)


def test_n06_closing_sets_the_closing_date_and_reopening_clears_it_but_keeps_it_in_the_history():
    agent = UserFactory(agent=True)
    closed = actions.move(TicketFactory(), Move.CLOSE, by=agent)
    closed_at = closed.closed_at

    reopened = actions.move(closed, Move.REOPEN, by=agent)

    assert closed_at is not None
    assert (reopened.closed_at, reopened.resolved_at) == (None, None)
    moves = [e.data["move"] for e in reopened.events.all() if e.kind == "tickets.moved"]
    assert moves == ["close", "reopen"]


def test_n07_a_status_of_another_type_is_refused():
    foreign = TypeFactory(statuses=[("waiting", "Waiting", Category.OPEN)]).statuses.get()

    with pytest.raises(StatusNotOffered, match="Waiting"):
        actions.change_status(TicketFactory(), foreign, by=UserFactory(agent=True))


def test_a_chosen_status_is_reached_by_the_move_that_leads_there():
    ticket, agent = TicketFactory(), UserFactory(agent=True)
    progress = StatusFactory(type=ticket.type, name="In progress", category=Category.OPEN, position=9)

    moved = actions.change_status(ticket, progress, by=agent)

    assert (moved.status, moved.status_category) == (progress, Category.OPEN)


def test_two_statuses_of_one_category_are_exchanged_without_a_move():
    ticket, agent = TicketFactory(accepted=True), UserFactory(agent=True)
    progress = StatusFactory(type=ticket.type, name="In progress", category=Category.OPEN, position=9)

    relabelled = actions.change_status(ticket, progress, by=agent)

    assert relabelled.events.last().data == {"fields": {"status": ["Open", "In progress"]}}


def test_a_status_that_no_move_leads_to_is_refused():
    ticket = TicketFactory(closed=True)
    waiting = ticket.type.statuses.get(code="replied")

    with pytest.raises(StatusNotOffered, match="directly"):
        actions.change_status(ticket, waiting, by=UserFactory(agent=True))


def test_a_status_past_its_end_date_is_not_chosen_by_a_move():
    ticket = TicketFactory()
    ticket.type.statuses.filter(category=Category.OPEN).update(valid_until=date(2020, 1, 1))

    with pytest.raises(StatusNotOffered):
        actions.move(ticket, Move.ACCEPT, by=UserFactory(agent=True))


def test_the_solution_is_told_in_public_and_kept_on_the_ticket():
    ticket = actions.move(TicketFactory(), Move.RESOLVE, by=UserFactory(agent=True), words_given="<p>New cable</p>")

    solved = ticket.events.get(kind="tickets.solved")
    assert (ticket.solution, solved.visibility) == ("<p>New cable</p>", "public")


def test_the_resolution_clock_stands_still_on_hold_and_is_met_when_resolved():
    agent = UserFactory(agent=True)
    ticket = actions.move(TicketFactory(), Move.HOLD, by=agent, words_given="Waiting for a part")
    held = {c.kind: c.paused_at is not None for c in ticket.agreement.clocks.all()}

    resolved = actions.move(ticket, Move.RESOLVE, by=agent, words_given="Part is in")

    assert held["resolution"] is True
    assert [c.met_at is not None for c in resolved.agreement.clocks.filter(kind="resolution")] == [True]
    assert resolved.next_due_at is None


@pytest.mark.django_db(transaction=True)
def test_four_threads_resolving_one_ticket_resolve_it_once():
    ticket, agent = TicketFactory(accepted=True), UserFactory(agent=True)

    def resolve(_):
        try:
            actions.move(ticket, Move.RESOLVE, by=agent, words_given="Done")
        except Refusal as refusal:
            return type(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(resolve, range(4)))

    assert outcomes.count(None) == 1
    assert outcomes.count(MoveNotAllowed) == 3
    assert ticket.events.filter(kind="tickets.solved").count() == 1


def answered_days_ago(days, **kwargs):
    ticket = TicketFactory(replied=True, **kwargs)
    then = timezone.now() - timedelta(days=days)
    Ticket.objects.filter(pk=ticket.pk).update(last_agent_at=then, last_customer_at=then - timedelta(hours=1))
    return ticket


def test_a_ticket_whose_customer_is_silent_for_seven_days_is_closed():
    ticket = answered_days_ago(8)

    assert actions.close_if_silent(ticket, now=timezone.now()) is True
    assert Ticket.objects.get(pk=ticket.pk).status_category == Category.CLOSED


def test_a_ticket_is_not_closed_before_its_days_are_over():
    assert actions.close_if_silent(answered_days_ago(6), now=timezone.now()) is False


def test_zero_days_never_close_a_ticket():
    ticket = answered_days_ago(400, type=TypeFactory(auto_close_days=0))

    assert actions.close_if_silent(ticket, now=timezone.now()) is False


def test_a_customer_who_spoke_meanwhile_keeps_his_ticket_open():
    ticket = answered_days_ago(8)
    Ticket.objects.filter(pk=ticket.pk).update(last_customer_at=timezone.now())

    assert actions.close_if_silent(ticket, now=timezone.now()) is False


def test_the_days_of_silence_count_from_the_solution():
    answered = answered_days_ago(8)
    asked = TicketFactory(accepted=True)
    for ticket in (answered, asked):
        actions.move(ticket, Move.RESOLVE, by=None, words_given="Done")
    in_a_week = timezone.now() + timedelta(days=8)

    assert actions.close_if_silent(answered, now=timezone.now()) is False
    assert actions.close_if_silent(asked, now=in_a_week) is True


def test_a_solution_goes_to_the_customer_by_mail(mailbox):
    ticket, ana = TicketFactory(accepted=True), UserFactory(agent=True, display_name="Ana")

    actions.move(ticket, Move.RESOLVE, by=ana, words_given="<p>Use the <b>new</b> cable.</p>")

    sent = OutboundMail.objects.get()
    assert (sent.kind, [delivery.address for delivery in sent.deliveries.all()]) == ("reply", [ticket.requester_email])
    assert ("Use the new cable." in sent.text, "<b>new</b>" in sent.html, sent.from_name[:3]) == (True, True, "Ana")


def test_a_solution_goes_to_everybody_who_takes_part_and_only_the_customer_may_judge_it(mailbox):
    ticket, ana = TicketFactory(accepted=True), UserFactory(agent=True)
    actions.add_watchers(ticket, ["boss@acme.example", "ext@partner.example"])

    actions.move(ticket, Move.RESOLVE, by=ana, words_given="Done")

    customers, others = OutboundMail.objects.order_by("pk")
    assert [d.address for d in others.deliveries.oldest_first()] == ["boss@acme.example", "ext@partner.example"]
    assert ["/solutions/" in f"{mail.text}{mail.html}" for mail in (customers, others)] == [True, False]


def test_each_solution_is_mailed_once(mailbox):
    ticket, ana = TicketFactory(accepted=True), UserFactory(agent=True)

    for solution in ("Try this", "Try that"):
        actions.move(ticket, Move.RESOLVE, by=ana, words_given=solution)
        actions.move(ticket, Move.REOPEN, by=ana)

    assert OutboundMail.objects.count() == 2


@pytest.mark.parametrize(("by_person", "email"), [(False, "rossi@acme.example"), (True, "")])
def test_a_solution_of_nobody_or_for_no_address_is_not_mailed(mailbox, by_person, email):
    by = UserFactory(agent=True) if by_person else None

    actions.move(TicketFactory(requester_email=email), Move.RESOLVE, by=by, words_given="Done")

    assert OutboundMail.objects.count() == 0


def test_a_desk_without_mail_resolves_all_the_same():
    ticket = TicketFactory(accepted=True)

    resolved = actions.move(ticket, Move.RESOLVE, by=UserFactory(agent=True), words_given="Done")

    assert (resolved.status_category, OutboundMail.objects.count()) == (Category.RESOLVED, 0)
