"""Numbers that are larger than anything can hold are refused where they are typed, or with a reason."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from estimates import actions, ticket_estimates
from tests.estimates.factories import (
    TemplateFactory,
    TypeSettingsFactory,
    commercially_ended,
    commercially_started,
    quotable_ticket,
    step,
    unit,
)

pytestmark = pytest.mark.django_db


def rows(prefix, **values):
    return {
        f"{prefix}-TOTAL_FORMS": 1,
        f"{prefix}-INITIAL_FORMS": 0,
        **{f"{prefix}-0-{name}": value for name, value in values.items()},
    }


def sent_step(ticket, quantity, code, **more):
    version = ticket_estimates.read(ticket).technical.version
    return {
        "header-version": version,
        **rows("rows", description="x", planned_qty=quantity, unit=unit(code).pk, **more),
    }


@pytest.mark.parametrize(
    ("quantity", "code", "words"),
    [
        ("9999999", "d", "less than or equal to 400000"),
        ("6945", "d", "at most 6944"),
        ("166667", "h", "at most 166666"),
        ("400001", "pc", "less than or equal to 400000"),
    ],
)
def test_a_step_that_takes_longer_than_can_be_kept_is_refused(as_sales, quantity, code, words):
    ticket = quotable_ticket()
    as_sales.post(f"/tickets/{ticket.slug}/estimates/technical/start/")

    response = as_sales.post(f"/tickets/{ticket.slug}/estimates/technical/", sent_step(ticket, quantity, code))

    assert (response.status_code, words in response.content.decode()) == (422, True)
    assert list(ticket_estimates.read(ticket).technical_rows) == []


def test_the_longest_step_is_kept(as_sales):
    ticket = quotable_ticket()
    as_sales.post(f"/tickets/{ticket.slug}/estimates/technical/start/")

    as_sales.post(f"/tickets/{ticket.slug}/estimates/technical/", sent_step(ticket, "6944", "d"))

    assert [row.minutes for row in ticket_estimates.read(ticket).technical_rows] == [6944 * 480]


def test_a_place_of_five_thousand_digits_is_no_place(as_sales):
    ticket = quotable_ticket()
    as_sales.post(f"/tickets/{ticket.slug}/estimates/technical/start/")

    data = sent_step(ticket, "1", "h", ORDER="9" * 5000)
    response = as_sales.post(f"/tickets/{ticket.slug}/estimates/technical/", data)

    assert response.status_code < 500


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"commercial_qty": "9999999"}, "less than or equal to 400000"),
        ({"commercial_qty": "166667"}, "at most 166666"),
        ({"unit_price": "1000000"}, "less than or equal to 999999"),
    ],
)
def test_a_line_that_is_larger_than_can_be_kept_is_refused(as_sales, sales, wrong, words):
    ticket = quotable_ticket()
    estimate = commercially_started(ticket, step(2), by=sales)
    row = estimate.rows.get()
    data = {"version": estimate.version, **rows("lines", row_id=row.pk, commercial_qty="2")}
    data |= {f"lines-0-{name}": value for name, value in wrong.items()}

    response = as_sales.post(f"/tickets/{ticket.slug}/estimates/commercial/", data)

    assert (response.status_code, words in response.content.decode()) == (422, True)
    assert estimate.rows.get().commercial_qty == 2


def test_more_money_than_an_offer_can_hold_is_told(sales):
    dear = TemplateFactory(service__unit_price=Decimal("99999999.9999"))
    ticket = quotable_ticket(settings=TypeSettingsFactory(template=dear))
    commercially_ended(ticket, step(160000), by=sales)

    [report] = actions.create_offers([ticket], by=sales, day=date(2026, 3, 2))

    assert (report.offer, report.code) == (None, "TOO_LARGE")


def test_a_unit_is_no_longer_than_rows_can_hold():
    hour = unit("h")
    hour.minutes = 1_000_000

    with pytest.raises(ValidationError, match="999999"):
        hour.full_clean()
