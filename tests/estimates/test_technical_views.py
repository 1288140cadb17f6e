import pytest

from estimates import actions, ticket_estimates
from estimates.enums import EstimateState
from tests.estimates.factories import commercially_started, quotable_ticket, started, step, technically_ended, unit
from tests.helpdesk.factories import UserFactory
from tests.pages import tight

pytestmark = pytest.mark.django_db


def typed(ticket, *rows, **more):
    """Return what a browser sends: the header as it is, and these rows (description, quantity, unit, rest)."""
    estimate = ticket_estimates.read(ticket).technical
    data = {
        "header-version": estimate.version if estimate else 0,
        "header-offer_description": "Change request",
        "rows-TOTAL_FORMS": len(rows),
        "rows-INITIAL_FORMS": 0,
    }
    for place, (description, quantity, code, rest) in enumerate(rows):
        values = {"description": description, "planned_qty": quantity, "unit": unit(code).pk, **rest}
        data |= {f"rows-{place}-{name}": value for name, value in values.items()}
    return {**data, **more}


def post(client, ticket, name="", data=None, **headers):
    return client.post(f"/tickets/{ticket.slug}/estimates/technical/{name}", data or {}, headers=headers)


def kept(ticket):
    return [(row.description, row.planned_qty, row.unit.code) for row in ticket_estimates.read(ticket).technical_rows]


def test_starting_leads_back_to_the_estimates(as_agent):
    ticket = quotable_ticket()

    response = post(as_agent, ticket, "start/")

    assert (response.status_code, response.url) == (302, f"/tickets/{ticket.slug}/estimates/")
    assert ticket_estimates.read(ticket).technical.state == EstimateState.IN_PROGRESS


def test_starting_with_a_reason_puts_the_ticket_on_hold(as_agent):
    ticket = quotable_ticket()

    post(as_agent, ticket, "start/", {"hold_reason": "Waiting for the <estimate>"})

    ticket.refresh_from_db()
    assert ticket.status_category == "on_hold"


def test_starting_from_the_tickets_page_answers_with_the_panel(as_agent):
    response = post(as_agent, quotable_ticket(), "start/", hx_request="true")

    assert (response.status_code, b'id="estimates-panel"' in response.content) == (200, True)
    assert b"The technical estimate is started." in response.content


def test_rows_are_saved_as_they_were_typed(as_agent):
    ticket = quotable_ticket()
    actions.start_technical(ticket, by=UserFactory(agent=True))

    post(as_agent, ticket, data=typed(ticket, ("Analysis", "2.5", "d", {}), ("Meeting", "90", "min", {})))

    assert kept(ticket) == [("Analysis", 2.5, "d"), ("Meeting", 90, "min")]


def test_an_italian_writes_a_comma(client):
    ticket = quotable_ticket()
    agent = UserFactory(agent=True, language="it")
    actions.start_technical(ticket, by=agent)
    client.force_login(agent)

    post(client, ticket, data=typed(ticket, ("Analisi", "2,5", "d", {})))

    assert kept(ticket) == [("Analisi", 2.5, "d")]


def test_a_row_without_anything_typed_is_no_row(as_agent):
    ticket = quotable_ticket()
    actions.start_technical(ticket, by=UserFactory(agent=True))

    post(as_agent, ticket, data=typed(ticket, ("Analysis", "1", "h", {}), ("", "", "h", {})))

    assert kept(ticket) == [("Analysis", 1, "h")]


def test_a_removed_row_is_gone(as_agent):
    ticket = quotable_ticket()
    estimate = started(ticket, step(1, description="stays"), step(2, description="goes"))
    first, second = estimate.rows.all()

    rows = (("stays", "1", "h", {"row_id": first.pk}), ("goes", "2", "h", {"row_id": second.pk, "DELETE": "on"}))
    post(as_agent, ticket, data=typed(ticket, *rows))

    assert kept(ticket) == [("stays", 1, "h")]


def test_rows_come_in_the_order_that_was_asked_for(as_agent):
    ticket = quotable_ticket()
    actions.start_technical(ticket, by=UserFactory(agent=True))

    post(as_agent, ticket, data=typed(ticket, ("two", "1", "h", {"ORDER": 2}), ("one", "1", "h", {"ORDER": 1})))

    assert [description for description, _quantity, _code in kept(ticket)] == ["one", "two"]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (("Analysis", "0", "h", {}), "More than zero, please."),
        (("Analysis", "-1", "h", {}), "greater than or equal to 0"),
        (("Analysis", "much", "h", {}), "Enter a number."),
        (("", "1", "h", {}), "This field is required."),
        (("Analysis", "1", "h", {"starts_on": "2026-03-02", "ends_on": "2026-03-01"}), "cannot end before it starts"),
        (("Analysis", "1", "h", {"service": "999"}), "not one of the available choices"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(as_agent, row, words):
    ticket = quotable_ticket()
    actions.start_technical(ticket, by=UserFactory(agent=True))

    response = post(as_agent, ticket, data=typed(ticket, row, ("Kept words", "1", "h", {})), hx_request="true")

    html = response.content.decode()
    assert (response.status_code, words in html, "Kept words" in html, kept(ticket)) == (422, True, True, [])


def test_another_row_is_one_more_and_saves_nothing(as_agent):
    ticket = quotable_ticket()
    actions.start_technical(ticket, by=UserFactory(agent=True))

    response = post(as_agent, ticket, data=typed(ticket, ("Analysis", "half", "h", {}), another="yes"))

    forms = response.context["technical_grid"].formset.forms
    assert [form["description"].value() for form in forms] == ["Analysis", None]
    assert (b"Enter a number" in response.content, kept(ticket)) == (False, [])


def test_ending_saves_and_locks(as_agent):
    ticket = quotable_ticket()
    actions.start_technical(ticket, by=UserFactory(agent=True))

    post(as_agent, ticket, "end/", typed(ticket, ("Analysis", "1", "h", {})))

    assert (ticket_estimates.read(ticket).technical.state, kept(ticket)) == (
        EstimateState.ENDED,
        [("Analysis", 1, "h")],
    )


def test_e04_a_locked_estimate_answers_409_and_keeps_what_was_typed(as_agent):
    ticket = quotable_ticket()
    technically_ended(ticket, step(1, description="saved"))

    response = post(as_agent, ticket, data=typed(ticket, ("Typed too late", "5", "h", {})), hx_request="true")

    assert (response.status_code, b"Typed too late" in response.content) == (409, True)
    assert b'data-code="TECHNICAL_NOT_IN_PROGRESS"' in response.content
    assert kept(ticket) == [("saved", 1, "h")]


def test_a_stale_form_answers_409_and_keeps_what_was_typed(as_agent):
    ticket = quotable_ticket()
    started(ticket, step(1, description="saved"))
    old = typed(ticket, ("Typed too late", "5", "h", {})) | {"header-version": 1}

    response = post(as_agent, ticket, data=old, hx_request="true")

    assert (response.status_code, b'data-code="STALE"' in response.content) == (409, True)
    assert kept(ticket) == [("saved", 1, "h")]


def test_unlocking_opens_the_rows_again(as_agent):
    ticket = quotable_ticket()
    technically_ended(ticket)

    response = post(as_agent, ticket, "unlock/", hx_request="true")

    assert (response.status_code, ticket_estimates.read(ticket).technical.state) == (200, EstimateState.IN_PROGRESS)


def test_discarding_is_refused_to_agents(as_agent):
    ticket = quotable_ticket()
    started(ticket)

    assert post(as_agent, ticket, "discard/").status_code == 403


def test_an_administrator_discards(client):
    ticket = quotable_ticket()
    started(ticket)
    client.force_login(UserFactory(admin=True))

    post(client, ticket, "discard/")

    assert kept(ticket) == []


def test_billers_write_no_estimate(client):
    ticket = quotable_ticket()
    started(ticket, step(1))
    client.force_login(UserFactory(biller=True))

    response = post(client, ticket, data=typed(ticket, ("Analysis", "5", "h", {})))

    assert (response.status_code, kept(ticket)) == (403, [("1 h", 1, "h")])


def test_totals_follow_what_is_typed_and_save_nothing(as_agent):
    ticket = quotable_ticket()
    started(ticket, step(1))

    response = post(as_agent, ticket, "totals/", typed(ticket, ("a", "2.5", "d", {}), ("b", "wrong", "h", {})))

    html = tight(response.content.decode())
    assert ("<strong>20 h</strong>" in html, 'id="rows-0-effort" hx-swap-oob="true"' in html) == (True, True)
    assert kept(ticket) == [("1 h", 1, "h")]


def test_a_mangled_grid_is_refused_and_breaks_nothing(as_agent):
    ticket = quotable_ticket()
    started(ticket, step(1))

    answers = [
        post(as_agent, ticket, data={"rows-TOTAL_FORMS": "many", **more}).status_code
        for more in ({}, {"another": "yes"}, {"header-version": "x"})
    ]

    assert (answers, kept(ticket)) == ([422, 200, 422], [("1 h", 1, "h")])


def test_a_commercial_estimate_stays_when_the_technical_one_is_unlocked(as_sales):
    ticket = quotable_ticket()
    commercially_started(ticket)

    response = post(as_sales, ticket, "unlock/", hx_request="true")

    assert b"The technical estimate was unlocked." in response.content
