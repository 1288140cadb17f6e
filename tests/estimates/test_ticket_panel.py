import pytest

from estimates import actions
from tests.estimates.factories import (
    ServiceFactory,
    TypeSettingsFactory,
    commercially_ended,
    commercially_started,
    quotable_ticket,
    started,
    step,
    technically_ended,
)
from tests.helpdesk.factories import UserFactory
from tickets.enums import Move

pytestmark = pytest.mark.django_db


def panel(client, ticket, **headers):
    return client.get(f"/tickets/{ticket.slug}/estimates/", headers=headers)


def buttons(response):
    """Return the commands on the page, each with what is in its way."""
    context = response.context
    return {
        button.command.value: button.obstacle
        for name in ("technical_buttons", "commercial_buttons")
        for button in context.get(name) or []
    }


def test_a_page_for_itself_and_a_panel_for_the_tickets_page(as_agent):
    ticket = quotable_ticket()

    page, part = panel(as_agent, ticket), panel(as_agent, ticket, hx_request="true")

    assert (b"<!DOCTYPE html>" in page.content, b"<!DOCTYPE html>" in part.content) == (True, False)
    assert part.content.lstrip().startswith(b'<section id="estimates-panel"')
    assert "HX-Request" in part.headers["Vary"]


@pytest.mark.parametrize("who", [{}, {"is_agent": True}])
def test_whoever_may_not_see_estimates_finds_none(client, who):
    client.force_login(UserFactory(**who))

    assert panel(client, quotable_ticket()).status_code == 404


@pytest.mark.parametrize(
    ("prepare", "expected"),
    [
        (lambda ticket: None, {"start_technical": None, "start_commercial": "TECHNICAL_NOT_ENDED"}),
        (started, {"start_commercial": "TECHNICAL_NOT_ENDED"}),
        (technically_ended, {"cancel_technical_end": None, "start_commercial": None}),
        (commercially_started, {"cancel_technical_end": None}),
        (commercially_ended, {"cancel_technical_end": "CANCEL_COMMERCIAL_FIRST", "cancel_commercial_end": None}),
    ],
)
def test_buttons_are_exactly_the_commands_of_where_it_stands(as_sales, prepare, expected):
    ticket = quotable_ticket()
    prepare(ticket)

    assert buttons(panel(as_sales, ticket)) == expected


def test_an_administrator_may_discard(client):
    ticket = quotable_ticket()
    started(ticket)
    client.force_login(UserFactory(admin=True))

    assert "discard" in buttons(panel(client, ticket))


def test_a_closed_ticket_can_only_be_read(as_sales):
    ticket = quotable_ticket()
    started(ticket)
    from tickets.actions import move

    move(ticket, Move.CLOSE, by=None)

    response = panel(as_sales, ticket)

    assert (response.context["technical_grid"], buttons(response)) == (None, {"start_commercial": "TICKET_CLOSED"})
    assert b"can only be read" in response.content


def test_prices_never_reach_somebody_without_the_right_to_see_them(as_agent, sales):
    settings = TypeSettingsFactory(template__service=ServiceFactory(unit_price=4321))
    ticket = quotable_ticket(settings=settings)
    commercially_ended(ticket, step(1), by=sales)
    from datetime import date

    actions.create_offers([ticket], by=sales, day=date(2026, 3, 2))

    html = panel(as_agent, ticket).content.decode()

    assert ("4321" in html, "4,321" in html, "Commercial estimate" in html, "Offers</h2>" in html) == (False,) * 4


def test_sales_see_what_a_row_comes_to(as_sales):
    ticket = quotable_ticket()
    commercially_started(ticket, step(2, "d"))

    assert "€960.00" in panel(as_sales, ticket).content.decode()


def test_a_row_without_a_price_says_so(as_sales):
    ticket = quotable_ticket(settings=TypeSettingsFactory(template__service__unit_price=None))
    commercially_started(ticket, step(2, "d"))

    assert "A service has no price" in panel(as_sales, ticket).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_panel_costs_the_same_for_any_number_of_rows(as_sales, count, django_assert_num_queries):
    ticket = quotable_ticket()
    commercially_started(ticket, *[step(1)] * count)

    with django_assert_num_queries(20):
        panel(as_sales, ticket)


def test_texts_of_others_are_escaped(as_sales):
    ticket = quotable_ticket()
    technically_ended(ticket, step(1, description="<script>alert(1)</script>"))

    assert "<script>alert" not in panel(as_sales, ticket).content.decode()
