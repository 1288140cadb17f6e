"""How an agreement stands at one instant, for pages and for the upper app's columns."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sla import states
from sla.enums import INTERNAL, Kind, PauseKind
from sla.models import Agreement, Clock
from sla.states import ClockView


@dataclass(frozen=True)
class Measure:
    """What a clock took, in working time: used, on hold, and resolved until it was reopened."""

    used: timedelta
    held: timedelta
    resolved: timedelta


def snapshot(agreement: Agreement, now: datetime) -> list[ClockView]:
    """Return what the customer is promised: every clock that counts, the first started first; cancelled ones do not.

    Uses prefetched clocks (``with_clocks``) when there are any.
    """
    return [view_of(clock, now) for clock in _counting(agreement) if clock.kind not in INTERNAL]


def internal_snapshot(agreement: Agreement, now: datetime) -> list[tuple[str, ClockView]]:
    """Return what we promised each other, each with the name of the group; no customer may see it."""
    ours = agreement.clocks.internal().counting().select_related("group")
    return [(clock.group.name if clock.group else "", view_of(clock, now)) for clock in ours]


def _counting(agreement: Agreement) -> list[Clock]:
    return [clock for clock in agreement.clocks.all() if clock.cancelled_at is None]


def view_of(clock: Clock, now: datetime) -> ClockView:
    """Return what a page shows of ``clock`` at ``now``."""
    return ClockView(
        kind=Kind(clock.kind),
        state=states.state_of(clock.moments, now),
        started_at=clock.started_at,
        due_at=clock.due_at,
        met_at=clock.met_at,
        is_soon=states.is_soon(clock.started_at, clock.due_at, now),
        key=clock.pk,
    )


def next_due(agreement: Agreement) -> tuple[datetime | None, Kind | None]:
    """Return when the next running clock of ``agreement`` falls due and what it measures.

    Which clock that is does not depend on the hour: paused, met and cancelled ones are none, breached ones are.
    """
    return states.next_due(snapshot(agreement, agreement.started_at))


def spent(clock: Clock, now: datetime) -> timedelta:
    """Return the working time that ``clock`` has used: up to being met or paused, less its pauses."""
    return measure(clock, now).used


def measure(clock: Clock, now: datetime) -> Measure:
    """Return what ``clock`` took up to being met or, while it runs, up to ``now``; holds and resolved time apart."""
    working, until = clock.working_time, clock.met_at or now
    held = states.paused_time(working, clock.pauses_of(PauseKind.HOLD))
    resolved = states.paused_time(working, clock.pauses_of(PauseKind.RESOLVED))
    if clock.paused_at is not None:
        held += working.between(clock.paused_at, until)
    return Measure(working.between(clock.started_at, until) - held - resolved, held, resolved)
