"""How a clock stands, as a table."""

from datetime import UTC, datetime, timedelta

import pytest

from sla import states
from sla.calendar import ALWAYS, Target, Unit
from sla.enums import Kind, State
from sla.states import ClockView, Moments, Pause

NOON = datetime(2025, 8, 4, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("moments", "now", "state"),
    [
        (Moments(NOON), NOON - HOUR, State.DUE),
        (Moments(NOON), NOON, State.DUE),
        (Moments(NOON), NOON + HOUR, State.BREACHED),
        (Moments(NOON + HOUR, breached_at=NOON), NOON, State.BREACHED),
        (Moments(NOON, paused_at=NOON - HOUR), NOON + HOUR, State.PAUSED),
        (Moments(NOON, paused_at=NOON + HOUR), NOON + 2 * HOUR, State.PAUSED_AFTER_BREACH),
        (Moments(NOON + HOUR, paused_at=NOON, breached_at=NOON - HOUR), NOON, State.PAUSED_AFTER_BREACH),
        (Moments(NOON, met_at=NOON), NOON + HOUR, State.MET),
        (Moments(NOON, met_at=NOON + HOUR), NOON + 2 * HOUR, State.MET_LATE),
        (Moments(NOON + HOUR, met_at=NOON, breached_at=NOON - HOUR), NOON, State.MET_LATE),
        (Moments(NOON, breached_at=NOON, cancelled_at=NOON + HOUR), NOON + HOUR, State.CANCELLED),
    ],
)
def test_state_follows_from_the_moments(moments, now, state):
    assert states.state_of(moments, now) == state


@pytest.mark.parametrize(("left", "soon"), [(25, False), (24, True), (-1, True)])
def test_soon_is_the_last_quarter(left, soon):
    started, due = NOON, NOON + timedelta(minutes=100)

    assert states.is_soon(started, due, due - timedelta(minutes=left)) == soon


def test_pauses_are_added_to_the_budget():
    pauses = [Pause(NOON, NOON + HOUR), Pause(NOON + 2 * HOUR, NOON + 4 * HOUR)]

    assert states.due_after(ALWAYS, NOON, Target(1, Unit.HOUR), pauses) == NOON + 4 * HOUR


def view(state: State, due_at: datetime, *, soon: bool = False) -> ClockView:
    return ClockView(Kind.RESOLUTION, state, NOON, due_at, None, soon)


@pytest.mark.parametrize(
    ("state", "soon", "tone"),
    [
        (State.DUE, False, "ok"),
        (State.DUE, True, "warn"),
        (State.BREACHED, True, "late"),
        (State.PAUSED, True, "paused"),
        (State.PAUSED_AFTER_BREACH, False, "late"),
        (State.MET, True, "met"),
        (State.MET_LATE, False, "late"),
        (State.CANCELLED, False, "met"),
    ],
)
def test_every_state_has_its_tone(state, soon, tone):
    assert view(state, NOON, soon=soon).tone == tone
