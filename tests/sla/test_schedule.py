"""A calendar frozen as plain data: the same after it was kept, and what its closed days are called."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sla.calendar import NeverOpen, Opening, UnknownCountry, Window
from sla.schedule import Closed, Schedule, day_and_night

WEEK = ((Window(540, 780), Window(840, 1080)),) * 5 + ((), ())
WORKS = Closed("Works", date(2025, 8, 11), date(2025, 8, 12))
YEAR_END = Closed("Year end", date(2024, 12, 24), date(2025, 1, 6), yearly=True)
FEAST = Closed("Ferragosto", date(2020, 8, 15), date(2020, 8, 15), yearly=True)


@st.composite
def schedules(draw) -> Schedule:
    edges = st.integers(0, 1439).flatmap(lambda opens: st.builds(Window, st.just(opens), st.integers(opens + 1, 1440)))
    days = st.dates(date(2020, 1, 1), date(2030, 12, 31))
    closed = st.builds(Closed, st.text(max_size=5), days, days, st.booleans())
    return Schedule(
        zone=draw(st.sampled_from(["Europe/Rome", "America/St_Johns", "UTC"])),
        week=tuple(tuple(draw(st.lists(edges, max_size=2))) for _ in range(7)),
        closed=tuple(draw(st.lists(closed, max_size=3))),
        openings=tuple(draw(st.lists(st.builds(Opening, days, edges), max_size=3))),
        country=draw(st.sampled_from(["", "IT"])),
        region=draw(st.sampled_from(["", "RM"])),
    )


@settings(max_examples=40, deadline=None)
@given(schedules())
def test_a_schedule_is_the_same_after_it_was_kept_as_json(schedule):
    assert Schedule.from_data(json.loads(json.dumps(schedule.as_data()))) == schedule


def test_equal_schedules_share_their_working_time():
    one, other = (Schedule("Europe/Rome", WEEK, (WORKS,)) for _ in range(2))

    assert one.working_time is other.working_time


@pytest.mark.parametrize(
    "other",
    [
        Schedule("Europe/Bucharest", WEEK),
        Schedule("Europe/Rome", WEEK[1:] + WEEK[:1]),
        Schedule("Europe/Rome", WEEK, (WORKS,)),
        Schedule("Europe/Rome", WEEK, openings=(Opening(date(2025, 8, 16), Window(0, 60)),)),
        Schedule("Europe/Rome", WEEK, country="IT"),
    ],
    ids=["zone", "week", "closed", "openings", "country"],
)
def test_each_part_of_a_schedule_counts(other):
    plain = Schedule("Europe/Rome", WEEK)

    assert plain != other
    assert plain.working_time is not other.working_time


@pytest.mark.parametrize(
    ("closed", "day", "covers"),
    [
        (WORKS, date(2025, 8, 10), False),
        (WORKS, date(2025, 8, 11), True),
        (WORKS, date(2025, 8, 12), True),
        (WORKS, date(2025, 8, 13), False),
        (WORKS, date(2026, 8, 11), False),
        (FEAST, date(2031, 8, 15), True),
        (FEAST, date(2031, 8, 16), False),
        (YEAR_END, date(2030, 12, 23), False),
        (YEAR_END, date(2030, 12, 24), True),
        (YEAR_END, date(2031, 1, 6), True),
        (YEAR_END, date(2031, 1, 7), False),
    ],
)
def test_closed_days_are_those_of_one_year_or_of_every_year(closed, day, covers):
    assert closed.rule.covers(day) == covers


def test_closed_days_are_named_in_order_over_new_year():
    named = Schedule("Europe/Rome", WEEK, (YEAR_END,)).closed_names(date(2025, 12, 22), date(2026, 1, 8))

    assert list(named) == [date(2025, 12, 24) + timedelta(days=number) for number in range(14)]
    assert set(named.values()) == {"Year end"}


def test_our_own_name_of_a_day_goes_before_that_of_the_country():
    schedule = Schedule("Europe/Rome", WEEK, (FEAST,), country="IT")

    named = schedule.closed_names(date(2025, 8, 15), date(2025, 11, 1), "it")

    assert named == {date(2025, 8, 15): "Ferragosto", date(2025, 11, 1): "Ognissanti"}


@pytest.mark.parametrize(
    ("language", "name"), [("it", "Natale"), ("en", "Christmas Day"), ("en-us", "Christmas Day"), ("", "Natale")]
)
def test_public_holidays_are_named_in_the_readers_language(language, name):
    christmas = date(2025, 12, 25)

    assert Schedule("Europe/Rome", WEEK, country="IT").closed_names(christmas, christmas, language)[christmas] == name


def test_the_first_of_two_names_of_one_day_is_told():
    day = date(2025, 8, 15)
    both = (Closed("Summer", date(2025, 8, 1), date(2025, 8, 31)), FEAST)

    assert Schedule("Europe/Rome", WEEK, both).closed_names(day, day) == {day: "Summer"}


def test_without_closed_days_none_are_named():
    assert Schedule("Europe/Rome", WEEK).closed_names(date(2025, 1, 1), date(2025, 12, 31)) == {}


def test_a_country_that_is_not_known_is_no_country_without_holidays():
    with pytest.raises(UnknownCountry, match="XX"):
        Schedule("Europe/Rome", WEEK, country="XX").closed_names(date(2025, 1, 1), date(2025, 1, 2))


def test_a_schedule_without_hours_dates_nothing():
    with pytest.raises(NeverOpen):
        Schedule("Europe/Rome", ((),) * 7).working_time  # noqa: B018 -- asking is the act


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2025, 3, 30), 23), (date(2025, 10, 26), 25), (date(2025, 12, 31), 24)]
)
def test_day_and_night_holds_all_hours_of_the_days_of_a_zone(day, hours):
    working = day_and_night("Europe/Rome").working_time
    begin, end = (datetime.combine(one, datetime.min.time(), working.zone) for one in (day, day + timedelta(days=1)))

    assert working.between(begin.astimezone(UTC), end.astimezone(UTC)) == timedelta(hours=hours)
