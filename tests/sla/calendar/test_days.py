"""What a calendar is written with: closed days, and the public holidays of a country and its regions."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sla.calendar import DateRange, PublicHolidays, UnknownCountry, Window, YearlyRange, countries

MONTH_DAYS = st.dates(date(2023, 1, 1), date(2023, 12, 31)).map(lambda day: (day.month, day.day))


@pytest.mark.parametrize(("day", "covered"), [(9, False), (10, True), (11, True), (12, True), (13, False)])
def test_a_range_takes_in_both_its_ends(day, covered):
    assert DateRange(date(2025, 8, 10), date(2025, 8, 12)).covers(date(2025, 8, day)) == covered


@pytest.mark.parametrize(
    ("first", "last", "day", "covered"),
    [
        ((8, 10), (8, 12), date(2031, 8, 11), True),
        ((8, 10), (8, 12), date(2031, 8, 13), False),
        ((12, 24), (1, 6), date(2025, 12, 31), True),
        ((12, 24), (1, 6), date(2026, 1, 1), True),
        ((12, 24), (1, 6), date(2026, 1, 7), False),
        ((12, 24), (1, 6), date(2025, 12, 23), False),
        ((1, 1), (12, 31), date(2024, 2, 29), True),
        ((2, 28), (3, 1), date(2024, 2, 29), True),
        ((2, 29), (2, 29), date(2025, 2, 28), False),
        ((2, 29), (2, 29), date(2025, 3, 1), False),
        ((5, 1), (5, 1), date(2025, 5, 1), True),
    ],
)
def test_a_yearly_range_is_the_same_every_year_also_over_new_year(first, last, day, covered):
    assert YearlyRange(first, last).covers(day) == covered


@given(MONTH_DAYS, MONTH_DAYS, st.dates(date(2000, 1, 1), date(2030, 12, 31)))
def test_a_yearly_range_and_the_rest_of_the_year_cover_each_day_once(first, last, day):
    after, before = (date(2023, *last) + timedelta(days=1)), (date(2023, *first) - timedelta(days=1))
    rest = YearlyRange((after.month, after.day), (before.month, before.day))
    is_leap_day = (day.month, day.day) == (2, 29)
    is_whole_year = (after.month, after.day) == first

    once = YearlyRange(first, last).covers(day) != rest.covers(day)

    assert once or is_leap_day or is_whole_year


@pytest.mark.parametrize(
    ("country", "region", "day", "covered"),
    [
        ("IT", "", date(2026, 4, 6), True),
        ("IT", "", date(2026, 4, 7), False),
        ("IT", "", date(2026, 8, 15), True),
        ("IT", "MI", date(2026, 12, 7), True),
        ("IT", "RM", date(2026, 12, 7), False),
        ("FR", "", date(2026, 5, 14), True),
        ("RO", "", date(2026, 4, 13), True),
        ("RO", "", date(2026, 4, 6), False),
        ("DE", "BY", date(2026, 1, 6), True),
        ("DE", "BE", date(2026, 1, 6), False),
    ],
)
def test_movable_feasts_and_those_of_a_region_are_kept(country, region, day, covered):
    assert PublicHolidays(country, region).covers(day) == covered


@pytest.mark.parametrize(
    ("language", "name"),
    [("it", "Festa del Lavoro"), ("en", "Labor Day"), ("en-us", "Labor Day"), ("fr", "Festa dei Lavoratori")],
)
def test_a_feast_is_named_in_a_language_or_as_the_country_calls_it(language, name):
    told = PublicHolidays("IT").name_of(date(2026, 5, 1), language)
    native = PublicHolidays("IT").name_of(date(2026, 5, 1))

    assert told in {name, native}
    assert (told == native) == (language in {"it", "fr"})


def test_a_plain_day_has_no_name():
    assert PublicHolidays("IT").name_of(date(2026, 5, 4), "it") == ""


@pytest.mark.parametrize(("country", "region"), [("XX", ""), ("IT", "ZZ"), ("", "")])
def test_what_is_not_known_is_an_error_that_names_it(country, region):
    with pytest.raises(UnknownCountry, match=f"{country} {region}".strip() or "known"):
        PublicHolidays(country, region).covers(date(2026, 1, 1))


def test_countries_are_known_with_their_regions():
    known = countries()

    assert {"RM", "MI"} <= set(known["IT"])
    assert known["RO"] == []


@pytest.mark.parametrize(("opens", "closes", "length"), [(0, 1440, 1440), (540, 1080, 540), (1439, 1440, 1)])
def test_a_window_says_how_long_it_is(opens, closes, length):
    assert Window(opens, closes).length == length
