"""Calendars and policies as an administrator writes them."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from sla import actions
from sla.calendar import Target, Unit, Window
from sla.enums import Kind
from sla.models import Calendar, ClosedDay, ExtraOpening, Policy, Priority
from tests.crm.factories import CompanyFactory
from tests.pages import tight
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

    page = tight(admin_client.get(reverse("admin:sla_calendar_change", args=[calendar.pk])).content.decode())

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


def test_saving_a_calendar_publishes_what_goes_by_it(admin_client):
    calendar = CalendarFactory(name="Shifts")
    policy = PolicyFactory(calendar=calendar)
    data = CALENDAR | {"monday": "8:00-9:00"}

    for _ in range(2):
        admin_client.post(reverse("admin:sla_calendar_change", args=[calendar.pk]), data)

    newest, first = policy.versions.all()
    assert (first.schedule.week[0], newest.schedule.week) == ((Window(600, 1080),), ((Window(480, 540),), *[()] * 6))


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
        ({"low": "soon"}, "“soon” is not a duration; write hours like 4 or 0:30."),
        ({"low": "0"}, "“0” is not a duration; write hours like 4 or 0:30."),
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
    address = reverse("admin:sla_policy_change", args=[Policy.objects.default().pk])
    page = tight(admin_client.get(address).content.decode())

    assert page.count('value="40"') == 1
    assert page.count('type="text" size="6"') == 4 * 3


def test_agreements_are_for_looking_only(admin_client, now_in_utc):
    policy = PolicyFactory(calendar=None)
    agreement = actions.start(policy, policy.targets.first().priority, now=now_in_utc)
    address = reverse("admin:sla_agreement_change", args=[agreement.pk])

    assert admin_client.get(address).status_code == 200
    assert admin_client.post(address, {}).status_code == 403
    assert admin_client.get(reverse("admin:sla_agreement_add")).status_code == 403


def test_a_policy_is_written_with_its_conditions_levels_and_internal_targets(admin_client):
    company, network = CompanyFactory(), Group.objects.create(name="Network")
    level = {"levels-TOTAL_FORMS": "1", "levels-0-kind": "resolution", "levels-0-amount": "80"}
    level |= {"levels-0-trigger": "share", "levels-0-tells_owner": "on", "levels-0-moves_to": "open"}
    ours = {"group_targets-TOTAL_FORMS": "1", "group_targets-0-group": network.pk, "group_targets-0-kind": "taking"}
    ours |= {"group_targets-0-amount": "2", "group_targets-0-unit": "hour"}
    data = POLICY | {"name": "Gold", "position": "1", "on_company": [company.pk], "on_contract": "C-1, C-2"}
    targets = cells(low="2", medium="4", high="4", urgent="4")
    targets |= {f"{name}-unit": "day" for name in targets}

    response = admin_client.post(reverse("admin:sla_policy_add"), data | level | ours | targets)

    gold = Policy.objects.get(name="Gold")
    terms = actions.newest(gold).terms
    assert response.status_code == 302
    assert {row["field"]: row["values"] for row in gold.conditions} == {
        "contract": ["C-1", "C-2"],
        "company": [str(company.pk)],
    }
    assert [(one.trigger, one.amount, len(one.steps)) for one in terms.levels] == [("share", 80, 2)]
    assert terms.promised_by(network.pk, 0) == {Kind.TAKING: Target(2, Unit.HOUR)}
    assert terms.promised(Priority.objects.get(code="low").pk) == {Kind.RESOLUTION: Target(2, Unit.DAY)}
    assert (gold.version, gold.versions.get().made_by.display_name) == (1, "Root")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ({"is_default": "on", "on_contract": "C-1"}, "The default policy applies to all, always: it has no conditions"),
        ({"pausing": ["closed"]}, "A status cannot both pause and fulfil."),
        ({"fulfilling": []}, "This field is required."),
        ({"valid_from": "2026-02-02", "valid_until": "2026-01-01"}, "A policy cannot end before it begins."),
        ({"valid_from": "2026-02-02", "is_default": "on"}, "The default policy applies to all, always"),
    ],
    ids=["default for some", "pauses and fulfils", "fulfilled by nothing", "ends too soon", "default for a time"],
)
def test_a_policy_that_makes_no_sense_is_refused_with_the_reason(admin_client, data, reason):
    targets = cells(low="4", medium="4", high="4", urgent="4")

    response = admin_client.post(
        reverse("admin:sla_policy_add"), POLICY | {"name": "Gold", "position": "1"} | targets | data
    )

    assert [text for text in errors(response) if text.startswith(reason)] != []
    assert not Policy.objects.filter(name="Gold").exists()


def test_a_level_that_does_nothing_is_refused_with_the_reason(admin_client):
    level = {
        "levels-TOTAL_FORMS": "1",
        "levels-0-kind": "resolution",
        "levels-0-amount": "80",
        "levels-0-trigger": "share",
    }
    data = POLICY | {"name": "Gold", "position": "1"} | cells(low="4", medium="4", high="4", urgent="4")

    response = admin_client.post(reverse("admin:sla_policy_add"), data | level)

    assert "Choose what happens at this level" in response.content.decode()


def test_days_are_whole_numbers(admin_client):
    targets = cells(low="4", medium="4", high="4", urgent="0:30")
    targets |= {f"{name}-unit": "day" for name in targets}

    response = admin_client.post(reverse("admin:sla_policy_add"), POLICY | {"name": "Gold", "position": "1"} | targets)

    assert errors(response) == ["“0:30” is not a number of days or months."]


def test_the_page_of_a_policy_says_how_many_run_by_an_earlier_version(admin_client, now_in_utc):
    policy = Policy.objects.default()
    address = reverse("admin:sla_policy_change", args=[policy.pk])
    priority = Priority.objects.middle()
    actions.start(policy, priority, now=now_in_utc)
    before = admin_client.get(address).content.decode()
    actions.set_targets(policy, {(priority, Kind.RESOLUTION): 60})

    page = admin_client.get(address).content.decode()

    assert before.count("All go by this version.") == 1
    assert page.count(f'<a href="/policies/{policy.pk}/apply/">1 goes by an earlier version</a>') == 1
