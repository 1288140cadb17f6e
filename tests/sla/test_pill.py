"""The pill says in words, by an icon and by colour how a clock stands."""

from datetime import UTC, datetime, timedelta

import pytest
from django.template.loader import render_to_string

from sla.enums import Kind, State
from sla.states import ClockView
from tests.pages import tight

NOON = datetime(2025, 8, 4, 12, tzinfo=UTC)


def pill(state: State, *, soon: bool = False) -> str:
    clock = ClockView(Kind.FIRST_RESPONSE, state, NOON - timedelta(hours=1), NOON, None, soon)
    return tight(render_to_string("sla/_pill.html", {"clock": clock}))


@pytest.mark.parametrize(
    ("state", "css", "word"),
    [
        (State.PAUSED, "pill-paused", "paused"),
        (State.PAUSED_AFTER_BREACH, "pill-late", "paused after breach"),
        (State.MET, "pill-met", "met"),
        (State.MET_LATE, "pill-late", "met late"),
    ],
)
def test_a_clock_that_stands_still_says_so_and_does_not_tick(state, css, word):
    html = pill(state)

    assert f'class="pill {css}"' in html
    assert f'<span class="pill-label">First response</span>{word}</span>' in html
    assert "data-due" not in html


@pytest.mark.parametrize(("soon", "css"), [(False, "pill-ok"), (True, "pill-warn")])
def test_a_running_clock_ticks_towards_its_due_instant(soon, css):
    html = pill(State.DUE, soon=soon)

    assert f'class="pill {css}" data-due="2025-08-04T' in html
    assert "First response" in html
