from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from mail import actions as mail_actions
from mail.actions.journal import Origin
from mail.models import InboundMail
from sla import actions as sla_actions
from sla.models import Priority
from tests.helpdesk.factories import UserFactory
from tests.tickets.factories import TicketFactory
from tests.tickets.intake.arriving import written
from tickets import actions, periodic, ticket_counts
from tickets.enums import Category
from tickets.models import Event, Ticket

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def breaches():
    return list(Event.objects.filter(kind="tickets.breached").values_list("ticket", "data__clock"))


def test_a_missed_deadline_is_told_once_also_after_a_day_of_sleep():
    ticket = TicketFactory(at=MONDAY)

    with time_machine.travel(MONDAY + timedelta(days=30)):
        periodic.find_breaches()
        periodic.find_breaches()

    assert sorted(breaches()) == [(ticket.pk, "first_response"), (ticket.pk, "resolution")]
    assert Ticket.objects.get().breached_at == ticket.next_due_at


def test_a_breach_tells_the_deadline_that_was_missed_and_not_a_later_one():
    ticket = TicketFactory(at=MONDAY)
    clock = ticket.agreement.clocks.get(kind="first_response")
    missed = clock.due_at
    with time_machine.travel(missed + timedelta(minutes=1)):
        sla_actions.change(ticket.agreement, priority=Priority.objects.get(code="low"), now=timezone.now())

        periodic.find_breaches()

    clock.refresh_from_db()
    assert clock.due_at > missed
    assert Event.objects.get(kind="tickets.breached").data["due"] == missed.isoformat()


def test_a_deadline_that_was_met_is_not_missed(mailbox):
    with time_machine.travel(MONDAY):
        ticket = TicketFactory(at=MONDAY)
        actions.move(ticket, "resolve", by=UserFactory(agent=True), words_given="Done")

    with time_machine.travel(MONDAY + timedelta(days=30)):
        periodic.find_breaches()

    assert breaches() == []


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_tell_each_breach_once():
    for _ in range(6):
        TicketFactory(at=MONDAY)

    def sweep(_):
        try:
            periodic.find_breaches()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(sweep, range(2)))

    assert len(breaches()) == len(set(breaches())) == 12


def test_silent_tickets_are_closed_and_others_left():
    silent, fresh = TicketFactory(replied=True), TicketFactory(replied=True)
    week_ago = timezone.now() - timedelta(days=8)
    Ticket.objects.filter(pk=silent.pk).update(last_agent_at=week_ago, last_customer_at=week_ago)
    Ticket.objects.filter(pk=fresh.pk).update(last_agent_at=timezone.now())

    periodic.close_silent()

    assert dict(Ticket.objects.values_list("pk", "status_category")) == {
        silent.pk: Category.CLOSED,
        fresh.pk: Category.REPLIED,
    }


def test_a_ticket_that_cannot_be_closed_keeps_no_other_open():
    stuck, silent = TicketFactory(replied=True), TicketFactory(replied=True)
    week_ago = timezone.now() - timedelta(days=8)
    Ticket.objects.update(last_agent_at=week_ago, last_customer_at=week_ago)
    stuck.type.statuses.filter(category=Category.CLOSED).delete()

    periodic.close_silent()

    assert dict(Ticket.objects.values_list("pk", "status_category")) == {
        stuck.pk: Category.REPLIED,
        silent.pk: Category.CLOSED,
    }


def test_mail_whose_task_was_lost_is_taken_in_by_the_sweep(mailbox):
    mail_actions.journal(mailbox, bytes(written()), Origin(), received_at=timezone.now())
    before = Ticket.objects.count()

    with time_machine.travel(timezone.now() + timedelta(minutes=10)):
        periodic.take_in_waiting_mail()

    assert (before, Ticket.objects.count(), InboundMail.objects.get().status) == (0, 1, "processed")


def test_the_views_are_counted_by_the_job_and_read_by_pages():
    luca, ana = UserFactory(agent=True), UserFactory(agent=True)
    TicketFactory(by=luca)
    TicketFactory(replied=True)
    TicketFactory(closed=True)
    before = ticket_counts.read(luca)

    periodic.refresh_counts()

    assert before == {}
    assert ticket_counts.read(luca) == {"all": 2, "unassigned": 1, "soon": 0, "waiting": 1, "attention": 0, "mine": 1}
    assert ticket_counts.read(ana)["mine"] == 0
