"""Calendars as an administrator writes them."""

from datetime import date

import pytest

from sla.calendar import Window
from sla.enums import Weekday
from sla.forms import WEEKDAYS, CalendarForm, OpeningForm
from sla.forms.calendars import HoursField
from sla.models import ExtraOpening
from tests.sla.factories import CalendarFactory

pytestmark = pytest.mark.django_db
SHIFTS = {"name": "Shifts", "time_zone": "Europe/Rome", "monday": "9:00-13:00"}


def form(**data: str) -> CalendarForm:
    return CalendarForm(SHIFTS | data)


@pytest.mark.parametrize(
    ("data", "field", "reason"),
    [
        ({"name": ""}, "name", "This field is required."),
        ({"time_zone": "Mars/Base"}, "time_zone", None),
        ({"monday": "9 to 5"}, "monday", "Write hours like 09:00–13:00, 14:00–18:00."),
        ({"monday": "13:00-9:00"}, "monday", "Write hours like 09:00–13:00, 14:00–18:00."),
        ({"monday": "9:00-24:01"}, "monday", "Write hours like 09:00–13:00, 14:00–18:00."),
        ({"friday": "9:00-13:00, 12:00-14:00"}, "friday", "These hours overlap: 09:00–13:00, 12:00–14:00."),
        ({"monday": ""}, "__all__", "A calendar needs working hours on at least one weekday."),
        ({"country": "XX"}, "country", "No public holidays are known of this country."),
        ({"country": "RO", "region": "RM"}, "region", "This country has no such region; it knows: –."),
    ],
)
def test_what_cannot_be_meant_is_refused_at_its_field(data, field, reason):
    errors = form(**data).errors

    assert list(errors) == [field]
    assert reason is None or errors[field] == [reason]


def test_a_region_without_a_country_is_refused():
    assert not form(region="RM").is_valid()


@pytest.mark.parametrize(
    ("country", "region", "read"),
    [("it", "", ("IT", "")), (" it ", "rm", ("IT", "RM")), ("FR", "", ("FR", "")), ("de", "by", ("DE", "BY"))],
)
def test_country_and_region_are_read_in_any_letters(country, region, read):
    written = form(country=country, region=region)

    assert written.is_valid(), written.errors
    assert (written.cleaned_data["country"], written.cleaned_data["region"]) == read


def test_a_week_has_the_windows_of_each_day_and_days_left_empty_are_closed():
    written = form(monday="13:00–18:00, 9:00–12:00", sunday="0:00-24:00")

    assert written.is_valid()
    assert written.week == {key: [] for key in Weekday} | {
        0: [Window(540, 720), Window(780, 1080)],
        6: [Window(0, 1440)],
    }


def test_a_calendar_is_shown_with_its_week():
    calendar = CalendarFactory(week={2: [Window(540, 720), Window(780, 1080)]})

    shown = CalendarForm(instance=calendar)

    values = {name: shown[name].value() for name in WEEKDAYS}
    assert values == dict.fromkeys(WEEKDAYS, "") | {"wednesday": "09:00–12:00, 13:00–18:00"}


def test_a_calendar_that_is_saved_as_it_is_shown_stays_the_same():
    calendar = CalendarFactory()
    shown = CalendarForm(instance=calendar)

    again = CalendarForm({name: shown[name].value() or "" for name in shown.fields}, instance=calendar)

    assert again.is_valid(), again.errors
    assert tuple(tuple(windows) for windows in again.week.values()) == calendar.schedule.week


@pytest.mark.parametrize("typed", ["9 to 5", "09:00-13:00"])
def test_what_was_typed_is_shown_as_it_was_typed(typed):
    assert HoursField().prepare_value(typed) == typed


@pytest.mark.parametrize(
    ("hours", "reason"),
    [
        ("", "This field is required."),
        ("9:00-10:00, 11:00-12:00", "Write one stretch of hours a line."),
        ("9", "Write hours like 09:00–13:00, 14:00–18:00."),
    ],
)
def test_an_opening_is_one_stretch_of_hours(hours, reason):
    assert OpeningForm({"day": "2026-08-15", "hours": hours}).errors == {"hours": [reason]}


def test_an_opening_is_kept_and_shown_as_it_was_written():
    written = OpeningForm(
        {"day": "2026-08-15", "hours": "10:00-12:30"}, instance=ExtraOpening(calendar=CalendarFactory())
    )

    opening = written.save()

    assert (opening.day, opening.window) == (date(2026, 8, 15), Window(600, 750))
    assert OpeningForm(instance=opening)["hours"].value() == "10:00–12:30"
