"""A calendar that one can read at a glance."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.contrib import admin
from django.urls import reverse
from django.utils import translation

from sla.admin.calendars import CalendarAdmin
from sla.calendar import Window
from sla.models import Calendar, ClosedDay
from tests.helpdesk.factories import UserFactory
from tests.pages import tight
from tests.sla.factories import CalendarFactory, PolicyFactory

pytestmark = pytest.mark.django_db
PAGE = CalendarAdmin(Calendar, admin.site)


@pytest.fixture
def admin_client(client):
    client.force_login(UserFactory(superuser=True))
    return client


@pytest.mark.parametrize(
    ("week", "lines"),
    [
        ({0: [Window(540, 720)]}, ["Monday 09:00–12:00"]),
        ({0: [Window(540, 720), Window(780, 1080)]}, ["Monday 09:00–12:00, 13:00–18:00"]),
        ({5: [Window(0, 1440)], 6: [Window(600, 660)]}, ["Saturday 00:00–24:00", "Sunday 10:00–11:00"]),
        ({}, []),
    ],
)
def test_a_week_is_written_a_line_a_day_without_closed_ones(week, lines):
    assert PAGE.week(CalendarFactory(week=week)) == "".join(f"<div>{line}</div>" for line in lines)


@pytest.mark.parametrize("bars", [1, 3])
def test_a_week_is_drawn_with_a_bar_for_each_window(bars):
    windows = [Window(number * 120, number * 120 + 60) for number in range(bars)]

    assert tight(PAGE.week_grid(CalendarFactory(week={1: windows}))).count("<rect ") == bars


def test_a_calendar_that_is_not_saved_yet_has_nothing_to_show():
    new = Calendar()

    assert (PAGE.week_grid(new), PAGE.next_closed_days(new)) == ("–", "–")


def test_a_calendar_without_closed_days_says_so():
    assert PAGE.next_closed_days(CalendarFactory()) == "–"


@pytest.mark.parametrize(("language", "words"), [("en", "Easter Monday"), ("it", "Lunedì dell&#x27;Angelo")])
def test_the_next_closed_days_are_named_in_the_readers_language(language, words):
    calendar = CalendarFactory(country="IT")

    with time_machine.travel(datetime(2026, 4, 1, tzinfo=UTC)), translation.override(language):
        shown = PAGE.next_closed_days(calendar)

    assert words in shown
    assert shown.count("<div>") == 10


@pytest.mark.parametrize(("zone", "days"), [("Pacific/Kiritimati", 0), ("Pacific/Pago_Pago", 1)])
def test_today_is_that_of_the_calendars_zone(zone, days):
    calendar = CalendarFactory(time_zone=zone)
    ClosedDay.objects.create(calendar=calendar, name="Works", first="2026-01-01", last="2026-01-01")

    with time_machine.travel(datetime(2026, 1, 1, 23, tzinfo=UTC)):
        shown = PAGE.next_closed_days(calendar)

    assert shown.count("Works") == days


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_any_count(admin_client, count, django_assert_max_num_queries):
    for _ in range(count):
        CalendarFactory()

    with django_assert_max_num_queries(14):
        page = admin_client.get(reverse("admin:sla_calendar_changelist")).content.decode()

    assert page.count("Friday 10:00–18:00") == count


def test_a_calendar_in_use_is_not_deleted(admin_client):
    calendar = PolicyFactory().calendar

    admin_client.post(reverse("admin:sla_calendar_delete", args=[calendar.pk]), {"post": "yes"})

    assert Calendar.objects.filter(pk=calendar.pk).exists()


def test_a_calendar_that_nobody_goes_by_is_deleted(admin_client):
    calendar = CalendarFactory()

    admin_client.post(reverse("admin:sla_calendar_delete", args=[calendar.pk]), {"post": "yes"})

    assert not Calendar.objects.filter(pk=calendar.pk).exists()
