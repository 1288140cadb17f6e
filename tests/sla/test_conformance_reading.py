"""How vectors are read: calendars, times and conditions, in either schema."""

from datetime import UTC, date, datetime

import pytest

from sla.calendar import DateRange, Window, YearlyRange
from sla.conformance import fixtures
from sla.conformance.choices import selection
from sla.conformance.outcomes import NotBuilt, VectorResult, area_of, expected_of, is_recommended, run

NINE_TO_FIVE = (Window(540, 1020),)


@pytest.mark.parametrize(
    ("text", "minute"), [("00:00", 0), ("09:30", 570), ("24:00", 1440), ("23:59:59", 1440), ("10:00:00", 600)]
)
def test_a_time_of_day_is_read_and_the_last_second_is_midnight(text, minute):
    assert fixtures.minute(text) == minute


@pytest.mark.parametrize(
    ("vector", "zone"),
    [
        ({}, "UTC"),
        ({"timezone": "Europe/Rome"}, "Europe/Rome"),
        ({"given": {"timezone": "Europe/Paris"}}, "Europe/Paris"),
        ({"when": {"timezone": "Europe/Paris"}}, "Europe/Paris"),
        ({"calendar": {"timezone": "Asia/Tokyo"}}, "Asia/Tokyo"),
        ({"given": {"calendar": {"timezone": "Asia/Tokyo"}}}, "Asia/Tokyo"),
    ],
)
def test_the_zone_of_a_vector_is_where_it_says(vector, zone):
    assert fixtures.zone_of(vector) == zone


def test_a_calendar_is_read_by_the_names_of_its_days():
    drawn = fixtures.sketch({"calendar": {"hours": {"mon": [["09:00", "17:00"]]}, "holidays": ["2025-08-05"]}})

    assert drawn.week == (NINE_TO_FIVE, (), (), (), (), (), ())
    assert drawn.closed == (DateRange(date(2025, 8, 5), date(2025, 8, 5)),)


def test_a_calendar_is_read_by_numbers_from_sunday_on():
    rows = [
        {"from": "2025-12-24 00:00", "to": "2026-01-06 00:00", "perpetual": True},
        {"from": "2025-08-05", "to": "2025-08-06"},
        {"from": None, "to": "2025-08-06"},
    ]
    weekly = {"0": [["09:00", "17:00"]], "1": [["09:00", "17:00"]]}

    drawn = fixtures.sketch({"given": {"calendar": {"weekly": weekly, "holidays": rows}}})

    assert drawn.week == (NINE_TO_FIVE, (), (), (), (), (), NINE_TO_FIVE)
    assert drawn.closed == (YearlyRange((12, 24), (1, 6)), DateRange(date(2025, 8, 5), date(2025, 8, 6)))


@pytest.mark.parametrize(("zone", "hours"), [("UTC", 1), ("Europe/Rome", 1)])
def test_without_a_calendar_it_is_round_the_clock(zone, hours):
    working = fixtures.working_time({"timezone": zone})

    assert (str(working.zone), working.is_open(datetime(2025, 8, 3, 3, tzinfo=UTC))) == (zone, True)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "closed", [(), (YearlyRange((12, 24), (1, 6)),), (DateRange(date(2025, 8, 5), date(2025, 8, 6)),)]
)
def test_a_calendar_in_the_database_is_the_one_that_was_drawn(closed):
    drawn = fixtures.Sketch("Europe/Rome", (NINE_TO_FIVE,) * 5 + ((), ()), closed)

    schedule = drawn.row().schedule

    assert schedule.week == drawn.week
    assert tuple(one.rule for one in schedule.closed) == closed


@pytest.mark.parametrize(
    ("vector", "expected"),
    [
        ({"then": {"a": 1, "note": "why"}}, {"a": 1}),
        ({"then": {"a": 1}, "better": {"a": 2}}, {"a": 2}),
        ({"expect": [1]}, [1]),
        ({"expect": {"a": 1, "b": 1}, "recommended": {"b": 2}}, {"a": 1, "b": 2}),
        ({"steps": [1]}, [1]),
        ({"cases": [2]}, [2]),
    ],
)
def test_what_is_recommended_goes_before_what_the_original_does(vector, expected):
    assert expected_of(vector) == expected


@pytest.mark.parametrize(("key", "found"), [("held", True), ("status", False)])
def test_a_fact_is_recommended_where_any_row_says_so(key, found):
    assert is_recommended({"recommended": [{"after": 1}, {"after": 2, "held": 0}]}, key) == found


@pytest.mark.parametrize(
    ("got", "reason", "ok"), [(1, "", True), (2, "", False), (None, "missing", None), (1, "missing", None)]
)
def test_a_result_is_right_wrong_or_was_not_run(got, reason, ok):
    assert VectorResult("one", "sla", 1, got, reason).ok is ok


@pytest.mark.parametrize(
    ("vector", "area"),
    [({"area": "sla.level"}, "sla.level"), ({"kind": "sla"}, "sla"), ({"area": "", "kind": "b"}, "b")],
)
def test_the_area_of_a_vector_stands_in_either_schema(vector, area):
    assert area_of(vector) == area


def test_an_area_is_played_by_its_own_name_before_its_family():
    areas = {"sla.*": lambda _vector: "family", "sla.level": lambda _vector: "own"}

    played = [run({"id": "one", "area": area, "then": {}}, areas).got for area in ("sla.level", "sla.breach")]

    assert played == ["own", "family"]


@pytest.mark.parametrize("error", [NotBuilt("no such thing"), KeyError("start")])
def test_what_cannot_be_played_says_why(error):
    def play(_vector):
        raise error

    result = run({"id": "one", "area": "sla.level", "then": {}}, {"sla.level": play})

    assert (result.ok, bool(result.reason)) == (None, True)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("condition", "held", "chosen"),
    [
        ("customer == 'A'", {"customer": "A"}, "Gold"),
        ("customer == 'A'", {"customer": "B"}, None),
        ("ticket_type in ['Bug', 'Question']", {"ticket_type": "Question"}, "Gold"),
        ("customer == 'A' and priority == 'High'", {"customer": "A", "priority": "Low"}, None),
        ("customer == 'A' and priority == 'High'", {"customer": "A", "priority": "High"}, "Gold"),
        ("customer == 'A'", {"customer": None}, None),
    ],
)
def test_conditions_of_other_desks_are_read_as_ours(condition, held, chosen):
    vector = {"slas": [{"name": "Gold", "condition": condition}], "steps": [{"set": held}]}

    assert selection(vector) == [{"set": held, "expect_sla": chosen}]


@pytest.mark.django_db
@pytest.mark.parametrize("condition", ["customer", "weather == 'fine'"])
def test_conditions_that_cannot_be_read_say_so(condition):
    with pytest.raises(NotBuilt):
        selection({"slas": [{"name": "Gold", "condition": condition}], "steps": []})
