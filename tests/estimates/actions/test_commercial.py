from decimal import Decimal

import pytest

from estimates import actions, ticket_estimates
from estimates.drafts import CommercialDraft, CommercialLine
from estimates.errors import NotPossibleNow, NotYourEstimate, StaleRows
from tests.estimates.factories import (
    ServiceFactory,
    commercially_ended,
    commercially_started,
    line,
    quotable_ticket,
    step,
    technical_draft,
    technically_ended,
    unit,
)
from tests.helpdesk.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def sales():
    return UserFactory(sales=True)


def change(ticket, *lines, by):
    version = ticket_estimates.read(ticket).commercial.version
    return actions.change_commercial(ticket, CommercialDraft(lines, version), by=by)


def rows(ticket):
    return {
        row.description: (row.planned_qty, row.commercial_qty, row.is_overridden)
        for row in ticket_estimates.read(ticket).commercial_rows
    }


def redo(ticket, *steps, by):
    """Unlock the technical estimate, write these rows, end it again."""
    estimate = actions.cancel_technical_end(ticket, by=by)
    return actions.end_technical(ticket, by=by, draft=technical_draft(estimate, *steps))


def test_it_starts_with_the_rows_and_the_people_of_the_technical_one(sales):
    ticket = quotable_ticket()
    technician = UserFactory(agent=True)
    technically_ended(ticket, step(2, "d", description="Analysis"), technician=technician, salesperson=sales)

    estimate = actions.start_commercial(ticket, by=UserFactory(sales=True))

    assert (estimate.technician, estimate.salesperson) == (technician, sales)
    assert rows(ticket) == {"Analysis": (2, 2, False)}


def test_agents_do_not_sell():
    ticket = quotable_ticket()
    technically_ended(ticket)

    with pytest.raises(NotYourEstimate):
        actions.start_commercial(ticket, by=UserFactory(agent=True))


def test_sales_add_a_line_of_their_own_and_take_it_out_again(sales):
    ticket = quotable_ticket()
    estimate = commercially_started(ticket, step(1, description="planned"), by=sales)
    planned = estimate.rows.get()
    own = CommercialLine(Decimal(2), description="licences", unit=unit("pc"), service=ServiceFactory())

    change(ticket, line(planned), own, by=sales)
    with_it = rows(ticket)
    change(ticket, line(planned), by=sales)

    assert with_it == {"planned": (1, 1, False), "licences": (None, 2, False)}
    assert rows(ticket) == {"planned": (1, 1, False)}


def test_a_planned_line_is_never_deleted_and_keeps_its_words_and_unit(sales):
    ticket = quotable_ticket()
    estimate = commercially_started(ticket, step(1, description="planned"), by=sales)

    change(ticket, line(estimate.rows.get(), 0, description="mine", unit=unit("d")), by=sales)
    change(ticket, by=sales)

    row = estimate.rows.get()
    assert (row.description, row.unit.code, row.commercial_qty, row.is_overridden) == ("planned", "h", 0, True)


def test_whoever_saves_second_is_told_so(sales):
    ticket = quotable_ticket()
    estimate = commercially_started(ticket, by=sales)
    change(ticket, by=sales)

    with pytest.raises(StaleRows):
        actions.change_commercial(ticket, CommercialDraft((), estimate.version), by=sales)


def test_ending_demands_something_to_sell(sales):
    ticket = quotable_ticket()
    estimate = commercially_started(ticket, step(1), by=sales)
    change(ticket, line(estimate.rows.get(), 0), by=sales)

    with pytest.raises(NotPossibleNow) as refusal:
        actions.end_commercial(ticket, by=sales)

    assert refusal.value.code == "NOTHING_TO_SELL"


def test_a_stale_estimate_is_not_ended(sales):
    ticket = quotable_ticket()
    commercially_started(ticket, by=sales)
    actions.cancel_technical_end(ticket, by=sales)

    with pytest.raises(NotPossibleNow) as refusal:
        actions.end_commercial(ticket, by=sales)

    assert refusal.value.code == "COMMERCIAL_STALE"


def test_an_ended_estimate_takes_no_change(sales):
    ticket = quotable_ticket()
    commercially_ended(ticket, by=sales)

    with pytest.raises(NotPossibleNow) as refusal:
        change(ticket, by=sales)

    assert refusal.value.code == "COMMERCIAL_NOT_IN_PROGRESS"


def test_ending_the_technical_one_again_lets_rows_follow_unless_set_by_hand(sales):
    ticket = quotable_ticket()
    estimate = commercially_started(ticket, step(1, description="follows"), step(2, description="by hand"), by=sales)
    follows, by_hand = estimate.rows.all()
    change(ticket, line(follows), line(by_hand, 5), by=sales)

    first, second = ticket_estimates.read(ticket).technical_rows
    redo(
        ticket,
        step(4, description="follows", row_id=first.pk),
        step(3, description="by hand", row_id=second.pk),
        step(7, description="new"),
        by=sales,
    )

    assert rows(ticket) == {"follows": (4, 4, False), "by hand": (3, 5, True), "new": (7, 7, False)}
    by_hand.refresh_from_db()
    assert (by_hand.former_planned_qty, ticket_estimates.read(ticket).commercial.is_stale) == (2, False)


def test_a_row_whose_step_is_gone_is_sold_no_more(sales):
    ticket = quotable_ticket()
    commercially_started(ticket, step(1, description="stays"), step(2, description="goes"), by=sales)
    stays = ticket_estimates.read(ticket).technical_rows[0]

    redo(ticket, step(1, description="stays", row_id=stays.pk), by=sales)

    gone = ticket_estimates.read(ticket).commercial_rows[1]
    assert rows(ticket) == {"stays": (1, 1, False), "goes": (0, 0, False)}
    assert (gone.has_vanished, gone.former_planned_qty) == (True, 2)
    assert ticket.events.filter(kind="estimates.ended").last().data["gone"] == 1


def test_a_quantity_of_another_unit_means_nothing_any_more(sales):
    ticket = quotable_ticket()
    estimate = commercially_started(ticket, step(1, "d", description="work"), by=sales)
    change(ticket, line(estimate.rows.get(), 3), by=sales)
    [row] = ticket_estimates.read(ticket).technical_rows

    redo(ticket, step(8, "h", description="work", row_id=row.pk), by=sales)

    found = estimate.rows.get()
    assert (found.unit.code, found.unit_minutes, found.commercial_qty, found.is_overridden) == ("h", 60, 8, False)


def test_saving_says_that_a_new_plan_was_seen(sales):
    ticket = quotable_ticket()
    estimate = commercially_started(ticket, step(1, description="work"), by=sales)
    [row] = ticket_estimates.read(ticket).technical_rows
    redo(ticket, step(2, description="work", row_id=row.pk), by=sales)
    before = estimate.rows.get().former_planned_qty

    change(ticket, line(estimate.rows.get()), by=sales)

    assert (before, estimate.rows.get().former_planned_qty) == (1, None)
