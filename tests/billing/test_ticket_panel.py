"""The works of a ticket, as a panel of its page."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from lxml.html import fromstring

from billing import actions
from billing.models import Work
from tests.billing.factories import PayingTicketFactory, ServiceFactory, log, proposal
from tests.helpdesk.factories import UserFactory
from tests.pages import plain
from tests.tickets.factories import TicketFactory

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def ana():
    return UserFactory(agent=True)


def address(name, *args):
    return reverse(f"billing:{name}", args=args)


def typed(**values):
    service = ServiceFactory()
    return {"work_date": "2026-03-02", "starts": "09:00", "ends": "11:00", "billing_mode": "billable"} | {
        "service": service.pk,
        **values,
    }


def words_of(response):
    return response.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_panel_costs_the_same_for_any_count(client, django_assert_num_queries, count):
    ticket = PayingTicketFactory()
    for hour in range(count):
        log(ticket, times=f"{9 + hour:02}:00–{10 + hour:02}:00", internal_note="x")
    client.force_login(UserFactory(biller=True))
    client.get(address("ticket_panel", ticket.slug), headers=HTMX)

    with django_assert_num_queries(16):
        client.get(address("ticket_panel", ticket.slug), headers=HTMX)


def test_customers_find_no_panel(client):
    ticket = TicketFactory()
    client.force_login(UserFactory())

    assert client.get(address("ticket_panel", ticket.slug)).status_code == 404


def test_amounts_are_for_those_who_may_see_them(client, ana):
    ticket = PayingTicketFactory()
    log(ticket)
    seen = []
    for user in (ana, UserFactory(biller=True)):
        client.force_login(user)
        seen.append("€60.00" in words_of(client.get(address("ticket_panel", ticket.slug))))

    assert seen == [False, True]


def test_a_work_is_logged_and_the_panel_comes_back(client, ana):
    ticket = TicketFactory(accepted=True)
    client.force_login(ana)

    response = client.post(address("work_log", ticket.slug), typed(description="Fixed it"), headers=HTMX)

    assert (response.status_code, Work.objects.get().minutes) == (200, 120)
    assert "Fixed it" in words_of(response)


def test_without_htmx_the_browser_is_sent_to_the_panel(client, ana):
    ticket = TicketFactory(accepted=True)
    client.force_login(ana)

    response = client.post(address("work_log", ticket.slug), typed())

    assert response.url == address("ticket_panel", ticket.slug)


def test_an_end_before_the_start_offers_the_next_day_w02(client, ana):
    ticket = TicketFactory(accepted=True)
    client.force_login(ana)

    response = client.post(address("work_log", ticket.slug), typed(ends="08:00"), headers=HTMX)

    assert (response.status_code, 'name="ends_next_day"' in words_of(response)) == (422, True)
    assert not Work.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"ends": "09:00"}, "ends"),
        ({"break_minutes": "120"}, "break_minutes"),
        ({"billable_minutes": "-1"}, "billable_minutes"),
        ({"billable_minutes": "180"}, "billable_reason"),
        ({"billable_minutes": "3000000000", "billable_reason": "x"}, "billable_minutes"),
        ({"work_date": "0001-01-01"}, "work_date"),
        ({"work_date": "9999-12-31", "ends_next_day": "on"}, "work_date"),
        ({"work_date": "2026-10-25", "starts": "02:30", "ends": "03:30"}, "start_fold"),
    ],
    ids=["w01", "w03", "w02 negative", "w09", "more than fits", "long ago", "far ahead", "which of two hours"],
)
def test_impossible_works_are_refused_at_their_field(client, ana, wrong, field):
    ticket = TicketFactory(accepted=True)
    client.force_login(ana)

    response = client.post(address("work_log", ticket.slug), typed(**wrong), headers=HTMX)

    assert (response.status_code, f'id="id_work_{field}_error"' in words_of(response)) == (422, True)


def test_overlapping_works_are_logged_with_a_warning_w08(client, ana):
    ticket = TicketFactory(accepted=True)
    log(ticket, times="09:30–10:00", by=ana)
    client.force_login(ana)

    response = client.post(address("work_log", ticket.slug), typed(), headers=HTMX)

    assert "overlap 30 min" in words_of(response)
    assert Work.objects.count() == 2


def test_a_work_is_changed(client, ana):
    work = log(TicketFactory(accepted=True), by=ana, service=None)
    client.force_login(ana)

    shown = client.get(address("work_edit", work.public_id), headers=HTMX)
    client.post(address("work_edit", work.public_id), typed(ends="09:30"), headers=HTMX)

    work.refresh_from_db()
    assert ('value="09:00"' in words_of(shown), work.minutes, work.service.code) == (True, 30, "REM")


def test_a_work_that_another_saved_meanwhile_is_not_overwritten(client, ana):
    work = log(TicketFactory(accepted=True), by=ana, service=None)
    client.force_login(ana)
    client.post(address("work_edit", work.public_id), typed(description="First", version=0), headers=HTMX)

    mine = typed(description="Second", ends="09:30")
    refused = client.post(address("work_edit", work.public_id), mine | {"version": 0}, headers=HTMX)
    saved = client.post(address("work_edit", work.public_id), mine | {"version": 1}, headers=HTMX)

    assert (refused.status_code, saved.status_code) == (409, 200)
    kept = [words in words_of(refused) for words in ("First", "Second", 'value="09:30"', 'name="version" value="1"')]
    assert kept == [True] * 4


def test_a_work_is_deleted(client, ana):
    work = log(TicketFactory(accepted=True), by=ana)
    client.force_login(ana)

    response = client.post(address("work_delete", work.public_id), headers=HTMX)

    assert (response.status_code, Work.objects.exists()) == (200, False)


def test_a_work_in_a_proposal_answers_409_with_a_link_p10(client, ana):
    ticket = PayingTicketFactory()
    work = log(ticket, by=ana)
    made = proposal(ticket)
    client.force_login(ana)

    response = client.post(address("work_delete", work.public_id))

    assert (response.status_code, f'href="{made.get_absolute_url()}"' in words_of(response)) == (409, True)


def test_a_ticket_is_not_billed_and_billed_again_with_its_history(client):
    ticket = PayingTicketFactory()
    client.force_login(UserFactory(biller=True))

    dropped = client.post(address("ticket_not_bill", ticket.slug), {"reason": "Goodwill"}, headers=HTMX)
    again = client.post(address("ticket_bill_again", ticket.slug), {"reason": ""}, headers=HTMX)

    assert ["Goodwill" in words_of(dropped), "set by hand" in words_of(dropped)] == [True, True]
    assert "To be billed" in words_of(again)


def test_a_reason_that_is_too_long_comes_back_in_its_dialog(client):
    ticket = PayingTicketFactory()
    client.force_login(UserFactory(biller=True))

    response = client.post(address("ticket_not_bill", ticket.slug), {"reason": "y" * 2001}, headers=HTMX)

    assert (response.status_code, "y" * 2001 in words_of(response)) == (422, True)
    ticket.refresh_from_db()
    assert ticket.billing_status == "to_be_billed"


@pytest.mark.parametrize(("choice", "minutes"), [({}, None), ({"start_fold": "0"}, 120), ({"start_fold": "1"}, 60)])
def test_an_hour_that_came_twice_is_asked_for(client, ana, choice, minutes):
    night = {"work_date": "2026-10-25", "starts": "02:30", "ends": "03:30"}
    ticket = TicketFactory(accepted=True)
    client.force_login(ana)

    response = client.post(address("work_log", ticket.slug), typed(**night, **choice), headers=HTMX)

    assert ("The clock showed this time twice" in words_of(response)) is (minutes is None)
    assert [work.minutes for work in Work.objects.all()] == ([] if minutes is None else [minutes])


def test_other_words_leave_the_hours_of_that_night_as_they_were(client, ana):
    work = log(TicketFactory(accepted=True), "25-10-2026", "02:30–03:30", by=ana, folds=(1, 0))
    client.force_login(ana)
    shown = words_of(client.get(address("work_edit", work.public_id), headers=HTMX))

    night = typed(work_date="2026-10-25", starts="02:30", ends="03:30", description="Other words")
    client.post(address("work_edit", work.public_id), night, headers=HTMX)

    work.refresh_from_db()
    assert (work.minutes, work.description, 'value="1" selected' in shown) == (60, "Other words", True)


def test_on_other_nights_nothing_is_asked(client, ana):
    ticket = TicketFactory(accepted=True)
    client.force_login(ana)

    assert "start_fold" not in words_of(client.get(address("ticket_panel", ticket.slug), headers=HTMX))


def test_without_the_right_to_see_works_there_are_none(client):
    ticket = TicketFactory(accepted=True)
    client.force_login(UserFactory(is_agent=True))

    assert client.post(address("work_log", ticket.slug), typed()).status_code == 404
    assert client.get(address("ticket_panel", ticket.slug)).status_code == 404


def test_the_history_is_for_those_who_may_see_it(client, ana):
    ticket = PayingTicketFactory()
    actions.set_not_billed(ticket, "Goodwill", by=UserFactory(biller=True))
    seen = []
    for user in (ana, UserFactory(supervisor=True)):
        client.force_login(user)
        seen.append("Billing history" in words_of(client.get(address("ticket_panel", ticket.slug), headers=HTMX)))

    assert seen == [False, True]


@pytest.mark.parametrize("tab", ["works", "estimates"])
def test_the_tabs_are_for_those_who_may_look(client, ana, tab):
    ticket = TicketFactory(accepted=True)
    stranger = UserFactory(is_agent=True)
    stranger.user_permissions.add(*Permission.objects.filter(codename__in=["add_batchticket", "add_vatrate"]))
    seen = []
    for user in (stranger, ana):
        client.force_login(user)
        seen.append(f"?tab={tab}" in words_of(client.get(ticket.get_absolute_url())))

    assert seen == [False, True]


def test_not_billing_without_a_reason_is_refused(client):
    ticket = PayingTicketFactory()
    client.force_login(UserFactory(biller=True))

    assert client.post(address("ticket_not_bill", ticket.slug), {"reason": " "}).status_code == 409


def test_the_ticket_s_page_tells_a_work_by_the_day_as_its_reader_writes_it(client):
    ticket = TicketFactory(accepted=True)
    log(ticket, "02-03-2026", "09:00–11:00")
    client.force_login(UserFactory(agent=True, language="ro"))

    told = fromstring(client.get(ticket.get_absolute_url()).content).xpath(
        "//li[not(.//li)][contains(., '09:00–11:00')]"
    )

    assert [plain(entry.text_content()).count("02.03.2026 09:00–11:00, 2:00 h") for entry in told] == [1]
