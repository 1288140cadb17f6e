"""The compliance report: sums, the tickets behind them, sheet and document; for supervisors alone."""

from datetime import UTC, date, datetime, timedelta
from http import HTTPStatus
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from helpdesk.models import CompanyProfile
from reports import compliance
from reports.compliance import DIMENSIONS, Question
from sla.enums import Kind, PromiseResult
from sla.models import Clock
from tests.crm.factories import CompanyFactory
from tests.sheets import beyond, words_of
from tests.tickets.factories import TicketFactory, UserFactory
from tickets.models import Ticket

pytestmark = pytest.mark.django_db


def question(**asked) -> Question:
    now = timezone.now()
    day = now.astimezone(CompanyProfile.current().zone).date()
    return Question(first=day - timedelta(days=30), last=day, zone=CompanyProfile.current().zone, now=now, **asked)


def broken(ticket: Ticket) -> Ticket:
    ticket.agreement.clocks.filter(kind=Kind.RESOLUTION).update(breached_at=timezone.now())
    return ticket


@pytest.mark.parametrize("by", DIMENSIONS)
def test_every_dimension_adds_up_to_the_same(by):
    broken(TicketFactory(company=CompanyFactory()))
    TicketFactory(closed=True)

    total = compliance.total_of(compliance.rows_by(Ticket.objects.all(), question(), by))

    assert (total.kept, total.broken, total.open) == (1, 1, 1)  # nobody was answered before it was closed


def test_the_total_weighs_averages_by_what_they_were_taken_over():
    quick, slow = CompanyFactory(), CompanyFactory()
    done, late = TicketFactory(company=quick, closed=True), TicketFactory(company=slow, closed=True)
    for _ in range(3):
        broken(TicketFactory(company=quick))  # judged, and not over
    Clock.objects.filter(agreement=done.agreement).update(used_seconds=60)
    Clock.objects.filter(agreement=late.agreement).update(used_seconds=180)

    totals = {
        by: compliance.total_of(compliance.rows_by(Ticket.objects.all(), question(), by)).used for by in DIMENSIONS
    }

    assert totals == dict.fromkeys(DIMENSIONS, timedelta(minutes=2))


def test_each_number_leads_to_its_tickets():
    late, done = broken(TicketFactory()), TicketFactory(closed=True)

    found = {
        outcome: list(compliance.tickets_of(Ticket.objects.all(), question(), outcome)) for outcome in PromiseResult
    }

    assert found == {PromiseResult.KEPT: [done], PromiseResult.BROKEN: [late], PromiseResult.OPEN: [late]}


def test_cancelled_and_older_promises_count_nowhere():
    TicketFactory()
    Clock.objects.filter(kind=Kind.RESOLUTION).update(cancelled_at=timezone.now(), sweep_at=None)
    Clock.objects.filter(kind=Kind.FIRST_RESPONSE).update(started_at=timezone.now() - timedelta(days=60))

    assert compliance.rows_by(Ticket.objects.all(), question(), "kind") == []


def test_a_row_narrows_to_its_own_key():
    mine = broken(TicketFactory(company=CompanyFactory()))
    broken(TicketFactory(company=CompanyFactory()))

    asked = compliance.narrowed(question(), "company", mine.company.code)

    assert list(compliance.tickets_of(Ticket.objects.all(), asked, PromiseResult.BROKEN)) == [mine]


@pytest.mark.parametrize("count", [1, 3])
def test_the_report_costs_the_same_for_any_count(client, django_assert_max_num_queries, count):
    client.force_login(UserFactory(supervisor=True))
    for _ in range(count):
        TicketFactory(company=CompanyFactory())

    with django_assert_max_num_queries(11):
        client.get("/sla/compliance/", {"by": "company"})


@pytest.mark.parametrize("count", [1, 3])
def test_the_tickets_behind_a_number_cost_the_same_for_any_count(client, django_assert_max_num_queries, count):
    client.force_login(UserFactory(supervisor=True))
    for _ in range(count):
        broken(TicketFactory())

    with django_assert_max_num_queries(11):
        client.get("/sla/compliance/tickets/", {"outcome": "broken"})


def test_the_sheet_makes_no_formula_of_a_name(client):
    client.force_login(UserFactory(supervisor=True))
    TicketFactory(company=CompanyFactory(name="=1+1"))

    lines = client.get("/sla/compliance/csv/", {"by": "company"}).content.decode("utf-8-sig").splitlines()

    assert lines[1].split(",")[0] == "'=1+1"


def test_the_document_of_a_client_is_a_pdf(client):
    client.force_login(UserFactory(supervisor=True))
    ticket = broken(TicketFactory(company=CompanyFactory()))

    response = client.get(f"/sla/compliance/companies/{ticket.company.code}/pdf/")

    assert response.headers["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF")


def test_a_title_without_a_blank_stays_on_the_sheet(client):
    client.force_login(UserFactory(supervisor=True))
    ticket = broken(TicketFactory(company=CompanyFactory(name=200 * "N"), subject=200 * "T"))

    pdf = client.get(f"/sla/compliance/companies/{ticket.company.code}/pdf/").content

    letters = "".join(word.text for word in words_of(pdf))
    assert (beyond(pdf), "T" * 200 in letters) == ([], True)


@pytest.mark.parametrize(
    ("zone", "begun", "month"),
    [
        ("America/Winnipeg", datetime(2026, 12, 1, 5, 30, tzinfo=UTC), "2026-12-01"),  # permanently −05 since 2026e
        ("America/Vancouver", datetime(2026, 12, 1, 7, 30, tzinfo=UTC), "2026-12-01"),  # permanently −07 since 2026b
        ("CET", datetime(2026, 6, 30, 22, 30, tzinfo=UTC), "2026-07-01"),  # PostgreSQL takes it for +01 all year
        ("Europe/Rome", datetime(2026, 11, 30, 22, 59, tzinfo=UTC), "2026-11-01"),
    ],
)
def test_a_promise_belongs_to_the_month_that_our_own_clock_shows(zone, begun, month):
    TicketFactory()
    due = begun + timedelta(days=1)
    Clock.objects.update(started_at=begun, due_at=due, sweep_at=due)
    asked = Question(date(2026, 1, 1), date(2027, 1, 31), ZoneInfo(zone), begun + timedelta(hours=1))

    rows = compliance.rows_by(Ticket.objects.all(), asked, "month")

    narrow = compliance.narrowed(asked, "month", month)
    assert [(row.key, row.open) for row in rows] == [(month, 2)]
    assert compliance.total_of(compliance.rows_by(Ticket.objects.all(), narrow, "month")).open == 2


@pytest.mark.guards(31)
@pytest.mark.parametrize(
    "query",
    [
        {"by": "weather"},
        {"first": "2026-02-01", "last": "2026-01-01"},
        {"last": "0001-01-01"},
        {"last": "9999-12-31"},
        {"company": "a\0b"},
    ],
)
def test_nonsense_is_refused(client, query):
    client.force_login(UserFactory(supervisor=True))

    assert client.get("/sla/compliance/", query).status_code == HTTPStatus.BAD_REQUEST


def test_an_agent_looks_at_his_own_work_only(client):
    client.force_login(UserFactory(agent=True))

    statuses = {client.get(path).status_code for path in ("/sla/", "/sla/compliance/", "/sla/compliance/tickets/")}

    assert statuses == {HTTPStatus.FORBIDDEN}


@pytest.mark.parametrize("count", [1, 3])
def test_the_overview_costs_the_same_for_any_count(client, django_assert_max_num_queries, count):
    client.force_login(UserFactory(supervisor=True))
    for _ in range(count):
        broken(TicketFactory(row={"next_due_at": timezone.now() - timedelta(hours=1)}))

    with django_assert_max_num_queries(14):
        client.get("/sla/")
