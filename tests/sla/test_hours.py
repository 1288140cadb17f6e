"""Working hours and lengths as people write them."""

import pytest

from sla.calendar import Window
from sla.hours import NotHours, format_length, format_windows, parse_length, parse_windows


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
