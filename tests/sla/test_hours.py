"""Working hours and lengths as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sla.calendar import Window
from sla.hours import NotHours, Overlap, format_length, format_windows, parse_length, parse_windows


@pytest.mark.parametrize(
    ("text", "windows"),
    [
        ("", []),
        ("09:00–13:00, 14:00–18:00", [Window(540, 780), Window(840, 1080)]),
        ("14:00-18:00,9:00 - 13:00", [Window(540, 780), Window(840, 1080)]),
        ("00:00–24:00", [Window(0, 1440)]),
    ],
)
def test_windows_are_read(text, windows):
    assert parse_windows(text) == windows


@pytest.mark.parametrize("text", ["9", "9:00", "18:00–9:00", "09:00–12:00, 11:00–13:00", "08:00–24:01", "08:60–09:00"])
def test_other_hours_are_refused(text):
    with pytest.raises(NotHours):
        parse_windows(text)


def test_windows_are_written_as_they_are_read():
    text = "00:00–06:30, 14:00–24:00"

    assert format_windows(parse_windows(text)) == text


@pytest.mark.parametrize(("text", "minutes"), [("4", 240), ("0:30", 30), (" 16:05 ", 965)])
def test_lengths_are_read_and_written(text, minutes):
    assert parse_length(text) == minutes
    assert format_length(minutes) == text.strip()


@pytest.mark.parametrize("text", ["", "four", "1:60", "1.5", "-1"])
def test_other_lengths_are_refused(text):
    with pytest.raises(NotHours):
        parse_length(text)


WEEKS = st.sets(st.integers(0, 1440), min_size=2, max_size=8).map(sorted)


@given(WEEKS)
def test_whatever_windows_are_written_they_are_read_as_they_were(edges):
    windows = [Window(*pair) for pair in zip(edges[::2], edges[1::2], strict=False)]

    assert parse_windows(format_windows(windows)) == windows


@given(st.integers(0, 9999 * 60 + 59))
def test_whatever_length_is_written_it_is_read_as_it_was(minutes):
    assert parse_length(format_length(minutes)) == minutes


@pytest.mark.parametrize(
    ("text", "overlap"),
    [
        ("9:00-12:00, 11:59-13:00", "09:00–12:00, 11:59–13:00"),
        ("11:00-13:00, 9:00-12:00", "09:00–12:00, 11:00–13:00"),
        ("9:00-18:00, 12:00-13:00", "09:00–18:00, 12:00–13:00"),
        ("9:00-10:00, 9:00-10:00", "09:00–10:00, 09:00–10:00"),
    ],
)
def test_windows_that_overlap_are_refused_and_named(text, overlap):
    with pytest.raises(Overlap) as refused:
        parse_windows(text)

    assert str(refused.value) == overlap


def test_windows_may_touch():
    assert parse_windows("9:00-12:00, 12:00-13:00") == [Window(540, 720), Window(720, 780)]


@pytest.mark.parametrize(
    "text", ["9:00-9:00", "24:00-24:00", "-", "9:00-", "9:00-10:00;11:00-12:00", "9.00-10.00", "a:bb-c:dd"]
)
def test_what_is_no_window_is_refused_as_it_was_written(text):
    with pytest.raises(NotHours):
        parse_windows(text)


@pytest.mark.parametrize("text", [",", " , ", "9:00-10:00,", ",9:00-10:00"])
def test_empty_parts_are_passed_over(text):
    assert format_windows(parse_windows(text)) in {"", "09:00–10:00"}
