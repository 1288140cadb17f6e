"""How an agreement stands at one instant, for pages and for the upper app's columns."""

from datetime import datetime, timedelta

from sla import states
from sla.enums import Kind
from sla.models import Agreement, Clock
from sla.states import ClockView


def snapshot(agreement: Agreement, now: datetime) -> list[ClockView]:
    """Return every clock of ``agreement`` that counts, the first started first; cancelled ones do not.

    Uses prefetched clocks (``with_clocks``) when there are any.
    """
    return [view_of(clock, now) for clock in agreement.clocks.all() if clock.cancelled_at is None]


def view_of(clock: Clock, now: datetime) -> ClockView:
    """Return what a page shows of ``clock`` at ``now``."""
    return ClockView(
        kind=Kind(clock.kind),
        state=states.state_of(clock.moments, now),
        started_at=clock.started_at,
        due_at=clock.due_at,
        met_at=clock.met_at,
        is_soon=states.is_soon(clock.started_at, clock.due_at, now),
    )


def next_due(agreement: Agreement) -> tuple[datetime | None, Kind | None]:
    """Return when the next running clock of ``agreement`` falls due and what it measures.

    Which clock that is does not depend on the hour: paused, met and cancelled ones are none, breached ones are.
    """
    return states.next_due(snapshot(agreement, agreement.started_at))


def spent(clock: Clock, now: datetime) -> timedelta:
    """Return the working time that ``clock`` has used: up to being met or paused, less its pauses."""
    working = clock.working_time
    used = working.between(clock.started_at, clock.met_at or clock.paused_at or now)
    return used - states.paused_time(working, clock.past_pauses)
