"""Calendars and policies as an administrator writes them."""

import pytest
from django.urls import reverse

from sla import actions
from sla.calendar import Window
from sla.enums import Kind
from sla.models import Calendar, ClosedDay, ExtraOpening, Policy, Priority
from tests.sla.factories import CalendarFactory, PolicyFactory

pytestmark = pytest.mark.django_db
NO_ROWS = {
    f"{prefix}-{key}": "0"
    for prefix in ("closed_days", "openings")
    for key in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS")
}
POLICY = {
    "pausing": ["on_hold"],
    "fulfilling": ["resolved", "closed"],
    **{f"{rows}-{key}_FORMS": "0" for rows in ("group_targets", "levels", "versions") for key in ("TOTAL", "INITIAL")},
}
CALENDAR = {"name": "Shifts", "time_zone": "Europe/Bucharest", **NO_ROWS}


@pytest.fixture
def admin_client(client, django_user_model):
    client.force_login(django_user_model.objects.create_superuser("root@desk.test", "x", display_name="Root"))
    return client


def cells(**texts: str) -> dict[str, str]:
    """Fill one column of the table of targets: the priority's code, and what is written."""
    return {f"targets-{Priority.objects.get(code=code).pk}-{Kind.RESOLUTION}": text for code, text in texts.items()}


def errors(response) -> list[str]:
    return [text for texts in response.context["adminform"].form.errors.values() for text in texts]


def test_a_calendar_is_written_as_a_week(admin_client):
    openings = {"openings-TOTAL_FORMS": "1", "openings-0-day": "2026-08-15", "openings-0-hours": "10:00–12:00"}
    data = CALENDAR | {"monday": "08:00-12:00, 13:00-17:00", "sunday": "00:00–24:00"} | openings

    response = admin_client.post(reverse("admin:sla_calendar_add"), data)

    calendar = Calendar.objects.get(name="Shifts")
    windows = [(row.weekday, row.window) for row in calendar.windows.all()]
    assert response.status_code == 302
    assert windows == [(0, Window(480, 720)), (0, Window(780, 1020)), (6, Window(0, 1440))]
    assert ExtraOpening.objects.get().window == Window(600, 720)


@pytest.mark.parametrize(
    ("monday", "reason"),
    [
        ("", "A calendar needs working hours on at least one weekday."),
        ("9 to 5", "Write hours like 09:00–13:00, 14:00–18:00."),
        ("9:00-13:00, 12:00-18:00", "These hours overlap: 09:00–13:00, 12:00–18:00."),
    ],
)
def test_a_broken_week_is_refused_with_the_reason(admin_client, monday, reason):
    response = admin_client.post(reverse("admin:sla_calendar_add"), CALENDAR | {"monday": monday})

    assert errors(response) == [reason]


def test_an_opening_is_one_stretch(admin_client):
    opening = {"openings-TOTAL_FORMS": "1", "openings-0-day": "2026-08-15", "openings-0-hours": "1:00-2:00, 3:00-4:00"}

    response = admin_client.post(reverse("admin:sla_calendar_add"), CALENDAR | {"monday": "8:00-9:00"} | opening)

    assert response.status_code == 200
    assert not ExtraOpening.objects.exists()


def test_a_calendar_shows_its_week_and_its_next_closed_days(admin_client):
    calendar = CalendarFactory()
    ClosedDay.objects.create(calendar=calendar, name="Ferragosto", first="2020-08-15", last="2020-08-15", yearly=True)
    ExtraOpening.objects.create(calendar=calendar, day="2026-08-15", opens_minute=600, closes_minute=660)

    page = admin_client.get(reverse("admin:sla_calendar_change", args=[calendar.pk])).content.decode()

    assert page.count('value="10:00–18:00"') == 5
    assert page.count(" · Ferragosto</div>") == 2
    assert page.count('value="10:00–11:00"') == 1


def test_a_calendar_names_its_public_holidays_and_draws_its_week(admin_client):
    calendar = CalendarFactory(country="IT", region="RM")

    page = admin_client.get(reverse("admin:sla_calendar_change", args=[calendar.pk])).content.decode()

    assert page.count(" · Easter Monday</div>") == 1
    assert page.count("<rect ") == 5


@pytest.mark.parametrize(
    ("country", "region", "reason"),
    [
        ("XX", "", "No public holidays are known of this country."),
        ("RO", "RM", "This country has no such region; it knows: –."),
    ],
)
def test_an_unknown_country_or_region_is_refused(admin_client, country, region, reason):
    data = CALENDAR | {"monday": "8:00-9:00", "country": country, "region": region}

    assert errors(admin_client.post(reverse("admin:sla_calendar_add"), data)) == [reason]


def test_country_and_region_are_read_in_small_letters(admin_client):
    data = CALENDAR | {"monday": "8:00-9:00", "country": "it", "region": "rm"}

    admin_client.post(reverse("admin:sla_calendar_add"), data)

    assert Calendar.objects.get(name="Shifts").public_holidays == ("IT", "RM")


def test_lists_and_blank_pages_are_shown(admin_client):
    for model in ("priority", "calendar", "policy", "agreement"):
        assert admin_client.get(reverse(f"admin:sla_{model}_changelist")).status_code == 200
    for model in ("calendar", "policy"):
        assert admin_client.get(reverse(f"admin:sla_{model}_add")).status_code == 200


def test_a_policy_is_written_as_a_table_and_counts_its_versions(admin_client):
    policy = Policy.objects.default()
    data = POLICY | {"name": "Standard", "is_default": "on", "is_active": "on", "position": "0"}
    targets = cells(low="40", medium="16", high="8", urgent="0:30")

    response = admin_client.post(reverse("admin:sla_policy_change", args=[policy.pk]), data | targets)

    policy.refresh_from_db()
    assert response.status_code == 302
    assert [row.amount for row in policy.targets.order_by("amount")] == [30, 480, 960, 2400]
    assert policy.version == 2


@pytest.mark.parametrize(
    ("texts", "reason"),
    [
        ({"low": "40", "high": "8"}, "There is no target for: Urgent, Medium."),
        ({"low": "soon"}, "“soon” is no length; write hours like 4 or 0:30."),
        ({"low": "0"}, "“0” is no length; write hours like 4 or 0:30."),
    ],
)
def test_a_policy_with_broken_targets_is_refused_with_the_reason(admin_client, texts, reason):
    data = POLICY | {"name": "Gold", "position": "1"} | cells(**texts)

    response = admin_client.post(reverse("admin:sla_policy_add"), data)

    assert errors(response) == [reason]


def test_a_policy_by_an_empty_calendar_is_refused(admin_client):
    calendar = CalendarFactory(week={})
    data = POLICY | {"name": "Gold", "position": "1", "calendar": calendar.pk}
    targets = cells(low="4", medium="4", high="4", urgent="4")

    response = admin_client.post(reverse("admin:sla_policy_add"), data | targets)

    assert errors(response) == ["This calendar has no working hours."]


def test_a_policy_shows_its_targets_as_hours(admin_client):
    page = admin_client.get(reverse("admin:sla_policy_change", args=[Policy.objects.default().pk])).content.decode()

    assert page.count('value="40"') == 1
    assert page.count('type="text" size="6"') == 4 * 3


def test_agreements_are_for_looking_only(admin_client, now_in_utc):
    policy = PolicyFactory(calendar=None)
    agreement = actions.start(policy, policy.targets.first().priority, now=now_in_utc)
    address = reverse("admin:sla_agreement_change", args=[agreement.pk])

    assert admin_client.get(address).status_code == 200
    assert admin_client.post(address, {}).status_code == 403
    assert admin_client.get(reverse("admin:sla_agreement_add")).status_code == 403
