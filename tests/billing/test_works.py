"""Logging, changing and deleting works through the real actions."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from billing import actions
from billing.enums import BillingMode
from billing.errors import EndsBeforeStart, ExplainHours, InTheFuture, NoDuration, WorkIsNotYours, WorkLocked
from billing.models import Work
from billing.querysets import proposed_project
from estimates.models import TechnicalEstimate, TechnicalRow, UnitOfMeasure
from helpdesk.errors import Gone
from tests.billing.factories import PayingTicketFactory, log, proposal, typed, work_draft
from tests.crm.factories import ProjectFactory
from tests.helpdesk.factories import UserFactory
from tests.tickets.factories import TicketFactory
from tickets import actions as ticket_actions
from tickets.enums import Move
from tickets.errors import OfAnotherClient

pytestmark = pytest.mark.django_db


def test_a_logged_work_bills_what_was_worked_and_is_told():
    ticket, ana = TicketFactory(accepted=True), UserFactory(agent=True)

    work = log(ticket, "10-05-2026", "09:00–11:00", by=ana, internal_note="Secret")

    assert (work.minutes, work.billable_minutes, work.work_date) == (120, 120, date(2026, 5, 10))
    event = ticket.events.latest("pk")
    assert (event.kind, event.actor, "Secret" in str(event.data)) == ("billing.work_logged", ana, False)


def test_a_work_from_midnight_to_midnight_takes_25_hours_when_the_clocks_go_back():
    draft = replace(work_draft(), typed=typed("25-10-2026", "00:00–00:00", next_day=True))

    work = actions.log_work(TicketFactory(accepted=True), draft, by=UserFactory(agent=True))

    assert (work.minutes, work.work_date, work.ends_next_day) == (1500, date(2026, 10, 25), True)


def test_the_same_key_logs_a_work_once():
    ticket, ana, key = TicketFactory(accepted=True), UserFactory(agent=True), uuid4()

    first, second = (actions.log_work(ticket, work_draft(), by=ana, key=key) for _ in range(2))

    assert (first, Work.objects.count()) == (second, 1)


@pytest.mark.parametrize(("times", "refusal"), [("09:00–09:00", NoDuration), ("11:00–09:00", EndsBeforeStart)])
def test_impossible_times_are_refused_w01_w02(times, refusal):
    with pytest.raises(refusal):
        log(TicketFactory(accepted=True), times=times)


@pytest.mark.parametrize(
    ("column", "value"),
    [("minutes", 0), ("minutes", 61), ("billable_minutes", -1), ("rate_override", 0), ("break_minutes", 60)],
)
def test_the_database_refuses_impossible_works_w01_w02_w03(column, value):
    work = log(TicketFactory(accepted=True))

    with pytest.raises(IntegrityError), transaction.atomic():
        Work.objects.filter(pk=work.pk).update(**{column: value})


def test_works_are_not_logged_for_the_day_after_tomorrow():
    with pytest.raises(InTheFuture):
        log(TicketFactory(accepted=True), "02-12-2026")


def test_billing_more_than_was_worked_wants_a_reason_w09():
    ticket = TicketFactory(accepted=True)

    with pytest.raises(ExplainHours):
        log(ticket, billable_minutes=180)

    assert log(ticket, billable_minutes=180, billable_reason="Minimum of three hours").billable_minutes == 180


LOCKED = {
    "log": lambda work, ana: log(work.ticket, by=ana),
    "change": lambda work, ana: actions.change_work(work, work_draft(times="09:00–17:00"), by=ana),
    "delete": lambda work, ana: actions.delete_work(work, by=ana),
}


@pytest.mark.guards(40)
@pytest.mark.parametrize("act", LOCKED)
def test_works_of_a_ticket_in_a_proposal_are_locked_and_link_to_it_p10(act):
    ticket, ana = PayingTicketFactory(), UserFactory(agent=True)
    work = log(ticket, by=ana)
    made = proposal(ticket)

    with pytest.raises(WorkLocked) as refused:
        LOCKED[act](work, ana)

    assert (refused.value.status, f'href="{made.get_absolute_url()}"' in refused.value.reason) == (409, True)
    assert [one.minutes for one in ticket.works.all()] == [60]


def test_a_reopened_ticket_takes_new_works_and_its_place_goes_stale():
    ticket = PayingTicketFactory()
    made = proposal(ticket)
    ticket_actions.move(ticket, Move.REOPEN, by=None)

    log(ticket, times="14:00–15:00")

    assert (made.places.get().is_stale, ticket.works.unbilled().count()) == (True, 1)


@pytest.fixture
def added():
    """A work that was logged on a reopened ticket of a proposal."""
    ticket, ana = PayingTicketFactory(), UserFactory(agent=True)
    proposal(ticket)
    ticket_actions.move(ticket, Move.REOPEN, by=None)
    return log(ticket, times="14:00–15:00", by=ana)


def is_stale(ticket):
    return ticket.proposal_places.get().is_stale


def test_a_work_added_to_a_reopened_ticket_may_be_corrected(added):
    actions.change_work(added, work_draft(times="14:00–14:30"), by=added.technician)

    added.refresh_from_db()
    assert (added.minutes, is_stale(added.ticket)) == (30, True)


def test_without_the_added_work_the_proposal_is_as_good_as_before(added):
    actions.delete_work(added, by=added.technician)

    assert not is_stale(added.ticket)


def test_a_work_that_is_not_printed_makes_nothing_stale(added):
    unprinted = work_draft(times="14:00–15:00", mode=BillingMode.DO_NOT_BILL)

    actions.change_work(added, unprinted, by=added.technician)

    assert not is_stale(added.ticket)


def test_the_works_in_the_lines_stay_locked_on_a_reopened_ticket(added):
    held = added.ticket.works.earliest("pk")

    for act in (lambda by: actions.delete_work(held, by=by), lambda by: actions.change_work(held, work_draft(), by=by)):
        with pytest.raises(WorkLocked):
            act(held.technician)


def test_somebody_else_s_work_is_not_changed():
    work = log(TicketFactory(accepted=True))

    with pytest.raises(WorkIsNotYours):
        actions.change_work(work, work_draft(), by=UserFactory(agent=True))


def test_a_supervisor_changes_any_work_and_the_timeline_keeps_what_was():
    work, boss = log(TicketFactory(accepted=True)), UserFactory(supervisor=True)

    actions.change_work(work, work_draft(times="09:00–10:30"), by=boss)

    event = work.ticket.events.latest("pk")
    assert (event.kind, event.data["minutes"], event.data["before"]["minutes"]) == ("billing.work_changed", 90, 60)


def test_a_deleted_work_is_told():
    ana = UserFactory(agent=True)
    work = log(TicketFactory(accepted=True), by=ana)

    actions.delete_work(work, by=ana)

    assert [event.kind for event in work.ticket.events.order_by("pk")][-1] == "billing.work_deleted"
    assert not Work.objects.exists()


def test_customers_log_no_works():
    with pytest.raises(WorkIsNotYours):
        log(TicketFactory(accepted=True), by=UserFactory())


def test_overlapping_works_of_one_technician_say_for_how_long_w08():
    ana, ticket = UserFactory(agent=True), TicketFactory(accepted=True)
    log(ticket, times="09:00–10:00", by=ana)
    log(TicketFactory(accepted=True), times="09:30–11:00", by=ana)
    log(ticket, times="09:00–10:00")

    assert [work.overlap_minutes for work in Work.objects.for_panel().order_by("pk")] == [30, 30, 0]


def test_a_work_for_a_project_of_another_client_is_refused():
    ticket = TicketFactory(accepted=True)

    with pytest.raises(OfAnotherClient):
        log(ticket, project=ProjectFactory())

    assert Work.objects.count() == 0


def test_the_project_of_the_estimate_row_of_the_technician_is_proposed_w10():
    ana, seven = UserFactory(agent=True), ProjectFactory(code="PRJ-7")
    ticket = TicketFactory(accepted=True, project=ProjectFactory())
    estimate = TechnicalEstimate.objects.create(ticket=ticket, planned_start=date(2026, 3, 1))
    resource = seven.resources.create(user=ana)
    hour = UnitOfMeasure.objects.get(code="h")
    TechnicalRow.objects.create(
        estimate=estimate,
        position=1,
        description="x",
        planned_qty=Decimal(1),
        unit=hour,
        resource=resource,
        project=seven,
    )

    assert proposed_project(ticket, ana) == seven
    assert proposed_project(ticket, UserFactory(agent=True)) == ticket.project


@pytest.mark.parametrize(("language", "written"), [("en", "02/03/2026"), ("it", "02/03/2026"), ("ro", "02.03.2026")])
def test_a_work_is_named_by_the_day_as_its_reader_writes_it(language, written):
    work = log(PayingTicketFactory())

    with translation.override(language):
        assert str(work) == f"{written} 09:00–10:00"


@pytest.mark.parametrize(
    "act",
    [
        lambda work, by: actions.change_work(work, work_draft(), by=by),
        lambda work, by: actions.delete_work(work, by=by),
    ],
)
def test_a_work_that_was_deleted_meanwhile_is_refused(act):
    ana = UserFactory(agent=True)
    work = log(TicketFactory(accepted=True), by=ana)
    Work.objects.filter(pk=work.pk).delete()

    with pytest.raises(Gone):
        act(work, ana)
