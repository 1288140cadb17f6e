"""What the database promises about calendars, policies and clocks."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError

from sla import actions
from sla.calendar import Window
from sla.enums import Kind
from sla.errors import CalendarNeverOpen
from sla.models import Calendar, Clock, ClockPause, ClosedDay, ExtraOpening, Policy, Priority
from tests.sla.factories import CalendarFactory, PolicyFactory, PriorityFactory

pytestmark = pytest.mark.django_db
NOON = datetime(2025, 8, 4, 12, tzinfo=UTC)


def clock() -> Clock:
    policy = PolicyFactory(calendar=None)
    return actions.start(policy, policy.targets.first().priority, now=NOON).clocks.first()


def test_an_installation_begins_with_four_priorities_and_a_policy():
    policy = Policy.objects.default()

    targets = {(target.priority.code, target.kind): target.amount for target in policy.targets.all()}

    assert [priority.code for priority in Priority.objects.active()] == ["urgent", "high", "medium", "low"]
    assert targets["urgent", Kind.FIRST_RESPONSE] == 60
    assert targets["low", Kind.RESOLUTION] == 2400
    assert list(Policy.objects.active()) == [policy]
    assert policy.calendar.working_time.add(NOON, timedelta(hours=1)) == NOON + timedelta(hours=1)


def test_windows_of_a_day_may_touch_but_not_overlap():
    calendar = CalendarFactory(week={0: [Window(540, 600), Window(600, 660)]})

    with pytest.raises(IntegrityError, match="sla_windows_do_not_overlap"):
        calendar.windows.create(weekday=0, opens_minute=590, closes_minute=610)


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"weekday": 7, "opens_minute": 0, "closes_minute": 1}, "sla_window_on_a_weekday"),
        ({"weekday": 1, "opens_minute": 5, "closes_minute": 5}, "sla_window_within_a_day"),
        ({"weekday": 1, "opens_minute": 5, "closes_minute": 1441}, "sla_window_within_a_day"),
    ],
)
def test_a_window_lies_within_a_weekday(fields, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        CalendarFactory(week={}).windows.create(**fields)


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"met_at": NOON, "paused_at": NOON}, "sla_met_clock_is_not_paused"),
        ({"cancelled_at": NOON}, "sla_cancelled_clock_is_over"),
        ({"sweep_at": None}, "sla_running_clock_is_swept_at_due"),
        ({"sweep_at": NOON}, "sla_running_clock_is_swept_at_due"),
        ({"amount": 0}, "sla_clock_takes_time"),
        ({"due_at": NOON, "sweep_at": NOON}, "sla_clock_due_after_start"),
    ],
)
def test_a_clock_keeps_its_promises(fields, constraint):
    pk = clock().pk

    with pytest.raises(IntegrityError, match=constraint):
        Clock.objects.filter(pk=pk).update(**fields)


def test_a_clock_stands_still_once_at_a_time():
    pauses = clock().pauses
    pauses.create(kind="hold", began=NOON)

    with pytest.raises(IntegrityError, match="sla_one_open_pause"):
        pauses.create(kind="resolved", began=NOON)


def test_a_pause_ends_after_it_began():
    with pytest.raises(IntegrityError, match="sla_pause_ends_after_it_began"):
        ClockPause.objects.create(clock=clock(), kind="hold", began=NOON, ended=NOON - timedelta(minutes=1))


def test_there_is_one_default_policy():
    with pytest.raises(IntegrityError, match="sla_one_default_policy"):
        PolicyFactory(is_default=True)


def test_working_time_takes_in_closed_days_and_openings():
    calendar = CalendarFactory()
    ClosedDay.objects.create(calendar=calendar, name="Ferragosto", first="2020-08-15", last="2020-08-15", yearly=True)
    ClosedDay.objects.create(calendar=calendar, name="Works", first="2025-08-11", last="2025-08-12")
    ExtraOpening.objects.create(calendar=calendar, day="2025-08-16", opens_minute=600, closes_minute=660)

    working = Calendar.objects.with_times().get(pk=calendar.pk).working_time

    days = [date(2025, 8, day) for day in range(11, 18)]
    assert [day.day for day in days if working.is_working_day(day)] == [13, 14, 16]


def test_equal_calendars_share_their_working_time():
    calendar = CalendarFactory()

    assert calendar.working_time is Calendar.objects.get(pk=calendar.pk).working_time


def test_a_calendar_without_windows_refuses_to_date_anything():
    with pytest.raises(CalendarNeverOpen, match="no working time"):
        CalendarFactory(week={}).working_time  # noqa: B018 -- asking is the act


def test_next_closed_days_are_named_in_order():
    calendar = CalendarFactory()
    ClosedDay.objects.create(calendar=calendar, name="Epiphany", first="2020-01-06", last="2020-01-06", yearly=True)
    ClosedDay.objects.create(calendar=calendar, name="Works", first="2026-01-02", last="2026-01-03")

    assert calendar.next_closed_days(date(2026, 1, 3), count=3) == [
        (date(2026, 1, 3), "Works"),
        (date(2026, 1, 6), "Epiphany"),
        (date(2027, 1, 6), "Epiphany"),
    ]


def test_a_priority_speaks_the_readers_language_and_the_rest_names_itself():
    policy = PolicyFactory(name="Gold", targets={(PriorityFactory(name="Low"), Kind.RESOLUTION): 60})
    target = policy.targets.get()

    assert [str(policy), str(target), str(target.priority)] == ["Gold", "Gold · Low · Resolution", "Low"]
