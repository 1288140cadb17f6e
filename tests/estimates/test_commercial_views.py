from datetime import date

import pytest

from estimates import actions, ticket_estimates
from estimates.enums import EstimateState, OfferState
from tests.estimates.factories import (
    commercially_ended,
    commercially_started,
    quotable_ticket,
    step,
    technically_ended,
    unit,
)
from tests.helpdesk.factories import UserFactory
from tests.pages import tight

pytestmark = pytest.mark.django_db


def typed(ticket, *rows, **more):
    """Return what a browser sends for these lines."""
    estimate = ticket_estimates.read(ticket).commercial
    data = {"version": estimate.version, "lines-TOTAL_FORMS": len(rows), "lines-INITIAL_FORMS": 0}
    for place, row in enumerate(rows):
        data |= {f"lines-{place}-{name}": value for name, value in row.items()}
    return {**data, **more}


def post(client, ticket, name="", data=None, **headers):
    return client.post(f"/tickets/{ticket.slug}/estimates/commercial/{name}", data or {}, headers=headers)


def quantities(ticket):
    return [
        (row.description, row.commercial_qty, row.unit_price) for row in ticket_estimates.read(ticket).commercial_rows
    ]


@pytest.fixture
def ticket():
    ticket = quotable_ticket()
    commercially_started(ticket, step(2, description="Analysis"))
    return ticket


@pytest.fixture
def row(ticket):
    return ticket_estimates.read(ticket).commercial_rows[0]


def test_starting_needs_an_ended_technical_estimate(as_sales):
    ticket, early = quotable_ticket(), quotable_ticket()
    technically_ended(ticket)

    answers = [post(as_sales, one, "start/").status_code for one in (ticket, early)]

    assert (answers, ticket_estimates.read(ticket).commercial.is_open) == ([302, 409], True)


def test_lines_are_saved_as_they_were_typed(as_sales, ticket, row):
    own = {"description": "Travel", "commercial_qty": "1", "unit": unit("pc").pk, "unit_price": "35.50"}

    post(as_sales, ticket, data=typed(ticket, {"row_id": row.pk, "commercial_qty": "2.5"}, own))

    assert quantities(ticket) == [("Analysis", 2.5, None), ("Travel", 1, 35.5)]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ({"commercial_qty": "1", "description": ""}, "Every added line needs this."),
        ({"commercial_qty": "-1", "description": "x"}, "greater than or equal to 0"),
        ({"commercial_qty": "1", "description": "x", "discount_percent": "101"}, "less than or equal to 100"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_saved(as_sales, ticket, line, words):
    response = post(as_sales, ticket, data=typed(ticket, {"unit": unit("h").pk, **line}), hx_request="true")

    assert (response.status_code, words in response.content.decode()) == (422, True)
    assert quantities(ticket) == [("Analysis", 2, None)]


def test_another_line_saves_nothing(as_sales, ticket, row):
    response = post(as_sales, ticket, data=typed(ticket, {"row_id": row.pk, "commercial_qty": "9"}, another="yes"))

    forms = response.context["commercial_grid"].formset.forms
    assert ([form["commercial_qty"].value() for form in forms], quantities(ticket)[0][1]) == (["9", None], 2)


def test_ending_saves_and_locks(as_sales, ticket, row):
    post(as_sales, ticket, "end/", typed(ticket, {"row_id": row.pk, "commercial_qty": "3"}))

    assert (ticket_estimates.read(ticket).commercial.state, quantities(ticket)[0][1]) == (EstimateState.ENDED, 3)


def test_a_stale_form_answers_409_and_keeps_what_was_typed(as_sales, ticket, row):
    data = typed(ticket, {"row_id": row.pk, "commercial_qty": "7.25"}) | {"version": 99}

    response = post(as_sales, ticket, data=data, hx_request="true")

    assert (response.status_code, b'value="7.25"' in response.content) == (409, True)
    assert quantities(ticket)[0][1] == 2


def test_totals_follow_what_is_typed_and_save_nothing(as_sales, ticket, row):
    response = post(as_sales, ticket, "totals/", typed(ticket, {"row_id": row.pk, "commercial_qty": "10"}))

    html = tight(response.content.decode())
    assert ("€600.00" in html, "<strong>10 h</strong>" in html, quantities(ticket)[0][1]) == (True, True, 2)


def test_e10_unlocking_asks_before_a_draft_is_voided(as_sales, sales):
    ticket = quotable_ticket()
    commercially_ended(ticket)
    [report] = actions.create_offers([ticket], by=sales, day=date(2026, 3, 2))

    page = as_sales.get(f"/tickets/{ticket.slug}/estimates/").content.decode()
    refused = post(as_sales, ticket, "unlock/")
    done = post(as_sales, ticket, "unlock/", {"void_draft": "yes"})

    report.offer.refresh_from_db()
    assert f"Void draft offer {report.offer} and unlock the commercial estimate?" in page
    assert (refused.status_code, done.status_code) == (409, 302)
    assert (report.offer.state, ticket_estimates.read(ticket).commercial.is_open) == (OfferState.CANCELLED, True)


@pytest.mark.parametrize("name", ["start/", "", "end/", "unlock/"])
def test_agents_sell_nothing(as_agent, ticket, name):
    assert post(as_agent, ticket, name, typed(ticket)).status_code == 403


def test_agents_learn_no_total(as_agent, ticket):
    assert post(as_agent, ticket, "totals/", typed(ticket)).status_code == 404


def test_a_supervisor_looks_and_does_not_touch(client, ticket):
    client.force_login(UserFactory(supervisor=True))

    response = client.get(f"/tickets/{ticket.slug}/estimates/")

    assert (response.context["can_change_commercial"], b"\xe2\x82\xac120.00" in response.content) == (False, True)
