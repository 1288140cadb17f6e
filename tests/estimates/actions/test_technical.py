from datetime import date, timedelta

import pytest

from estimates import actions, ticket_estimates
from estimates.enums import EstimateState
from estimates.errors import NotPossibleNow, NotYourEstimate, StaleRows
from estimates.models import TechnicalEstimate, TemplateRow
from tests.crm.factories import ProjectFactory
from tests.estimates.factories import (
    TypeSettingsFactory,
    commercially_started,
    quotable_ticket,
    started,
    step,
    technical_draft,
    technically_ended,
    unit,
)
from tests.helpdesk.factories import UserFactory
from tests.tickets.factories import TicketFactory
from tickets.enums import Category
from tickets.errors import OfAnotherClient

pytestmark = pytest.mark.django_db


def kinds(ticket):
    return [event.kind for event in ticket.events.all() if event.kind.startswith("estimates.")]


def test_starting_copies_the_template_of_the_ticket_type():
    settings = TypeSettingsFactory(template__is_detailed=True)
    TemplateRow.objects.create(template=settings.template, description="Analysis", planned_qty=2, unit=unit("d"))
    ticket = quotable_ticket(settings=settings)

    estimate = actions.start_technical(ticket, by=UserFactory(agent=True))

    assert (estimate.state, estimate.is_detailed) == (EstimateState.IN_PROGRESS, True)
    assert (estimate.offer_description, estimate.header_description) == (
        "Change request",
        "We thank you for your request.",
    )
    assert (estimate.planned_start, estimate.service) == (ticket.created_on, settings.template.service)
    assert [(row.description, row.minutes) for row in estimate.rows.all()] == [("Analysis", 960)]


def test_a_template_that_changes_later_changes_nothing_that_was_started():
    ticket = quotable_ticket()
    estimate = actions.start_technical(ticket, by=UserFactory(agent=True))

    estimate.template.offer_description = "Something else"
    estimate.template.save()

    assert ticket_estimates.read(ticket).technical.offer_description == "Change request"


def test_a_type_without_settings_starts_empty():
    ticket = TicketFactory()

    estimate = actions.start_technical(ticket, by=UserFactory(agent=True))

    assert (estimate.template, estimate.offer_description, estimate.rows.count()) == (None, "", 0)


def test_starting_puts_the_ticket_on_hold_only_when_asked():
    waiting, working = quotable_ticket(), quotable_ticket()
    by = UserFactory(agent=True)

    actions.start_technical(waiting, by=by, hold_reason="<p>Estimating</p>")
    actions.start_technical(working, by=by)

    for ticket in (waiting, working):
        ticket.refresh_from_db()
    assert (waiting.status_category, working.status_category) == (Category.ON_HOLD, Category.NEW)


def test_a_started_estimate_is_not_started_twice():
    ticket = quotable_ticket()
    actions.start_technical(ticket, by=UserFactory(agent=True))

    with pytest.raises(NotPossibleNow) as refusal:
        actions.start_technical(ticket, by=UserFactory(agent=True))

    assert refusal.value.code == "TECHNICAL_STARTED"


def test_a_closed_ticket_gets_no_estimate():
    ticket = quotable_ticket(closed=True)

    with pytest.raises(NotPossibleNow) as refusal:
        actions.start_technical(ticket, by=UserFactory(agent=True))

    assert (refusal.value.code, TechnicalEstimate.objects.count()) == ("TICKET_CLOSED", 0)


@pytest.mark.parametrize("who", [{"biller": True}, {}])
def test_only_who_may_estimate_starts(who):
    ticket = quotable_ticket()

    with pytest.raises(NotYourEstimate):
        actions.start_technical(ticket, by=UserFactory(**who))

    assert kinds(ticket) == []


def test_changing_replaces_the_rows_and_keeps_who_they_are():
    ticket = quotable_ticket()
    estimate = started(ticket, step(1, description="first"), step(2, description="second"))
    _first, second = estimate.rows.all()
    project = ProjectFactory(company=None)

    draft = technical_draft(
        estimate,
        step(5, description="second", row_id=second.pk, project=project, starts_on=date(2026, 3, 2)),
        step(3, "d", description="third"),
    )
    actions.change_technical(ticket, draft, by=UserFactory(agent=True))

    rows = [(row.pk == second.pk, row.position, row.description, row.minutes) for row in estimate.rows.all()]
    assert rows == [(True, 1, "second", 300), (False, 2, "third", 1440)]
    assert estimate.rows.get(pk=second.pk).project == project


def test_a_row_of_another_ticket_is_not_touched():
    theirs = started(quotable_ticket(), step(1, description="theirs"))
    estimate = started(quotable_ticket(), step(1))

    draft = technical_draft(estimate, step(9, description="mine", row_id=theirs.rows.get().pk))
    actions.change_technical(estimate.ticket, draft, by=UserFactory(agent=True))

    assert theirs.rows.get().description == "theirs"
    assert estimate.rows.get().description == "mine"


def test_whoever_saves_second_is_told_so():
    ticket = quotable_ticket()
    by = UserFactory(agent=True)
    estimate = started(ticket, step(1))
    draft = technical_draft(estimate, step(2))
    actions.change_technical(ticket, draft, by=by)

    with pytest.raises(StaleRows):
        actions.change_technical(ticket, technical_draft(estimate, step(3)), by=by)

    assert estimate.rows.get().planned_qty == 2


def test_ending_demands_a_row():
    ticket = quotable_ticket()
    actions.start_technical(ticket, by=UserFactory(agent=True))

    with pytest.raises(NotPossibleNow) as refusal:
        actions.end_technical(ticket, by=UserFactory(agent=True))

    assert refusal.value.code == "NO_ROWS"


def test_ending_locks_and_tells_how_much():
    ticket = quotable_ticket()
    by = UserFactory(agent=True)

    estimate = technically_ended(ticket, by=by)

    assert (estimate.state, estimate.ended_by) == (EstimateState.ENDED, by)
    assert kinds(ticket) == ["estimates.started", "estimates.ended"]
    assert ticket.events.get(kind="estimates.ended").data == {"minutes": 1230}


def test_ending_saves_what_was_typed_or_nothing_at_all():
    ticket = quotable_ticket()
    by = UserFactory(agent=True)
    estimate = started(ticket, step(1))

    with pytest.raises(NotPossibleNow):
        actions.end_technical(ticket, by=by, draft=technical_draft(estimate))

    assert estimate.rows.count() == 1


def test_discarding_empties_and_lets_it_start_again():
    ticket = quotable_ticket()
    admin = UserFactory(admin=True)
    started(ticket)

    actions.discard(ticket, by=admin)

    assert (ticket_estimates.read(ticket).technical.state, ticket_estimates.read(ticket).technical_rows) == (
        EstimateState.NOT_STARTED,
        [],
    )
    assert actions.start_technical(ticket, by=admin).is_open
    assert kinds(ticket) == ["estimates.started", "estimates.discarded", "estimates.started"]


def test_an_agent_discards_nothing():
    ticket = quotable_ticket()
    started(ticket)

    with pytest.raises(NotYourEstimate):
        actions.discard(ticket, by=UserFactory(agent=True))


def test_unlocking_leaves_a_started_commercial_estimate_stale():
    ticket = quotable_ticket()
    commercial = commercially_started(ticket)

    actions.cancel_technical_end(ticket, by=UserFactory(agent=True))

    commercial.refresh_from_db()
    assert commercial.is_stale


def test_a_closed_ticket_keeps_its_estimate_as_it_is_until_it_is_reopened():
    ticket = quotable_ticket()
    estimate = started(ticket, step(1))
    type(ticket).objects.filter(pk=ticket.pk).update(
        status_category="closed", closed_at=ticket.created_at + timedelta(1), resolved_at=ticket.created_at
    )

    with pytest.raises(NotPossibleNow) as refusal:
        actions.end_technical(ticket, by=UserFactory(agent=True))

    assert (refusal.value.code, estimate.rows.count()) == ("TICKET_CLOSED", 1)


def test_a_row_for_a_project_of_another_client_is_refused():
    ticket = quotable_ticket()
    estimate = started(ticket, step(1))
    draft = technical_draft(estimate, step(2, project=ProjectFactory()))

    with pytest.raises(OfAnotherClient):
        actions.change_technical(ticket, draft, by=UserFactory(agent=True))

    assert [row.project for row in estimate.rows.all()] == [None]
