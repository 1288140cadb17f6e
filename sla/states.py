"""How a clock stands, and when it falls due: pure rules over its moments."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sla.calendar import Target, WorkingTime, due, shifted
from sla.enums import Kind, State, Trigger

WARN_SHARE = 4  # warn during the last quarter
WHOLE = 100
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Moments:
    """The instants that decide how a clock stands."""

    due_at: datetime
    paused_at: datetime | None = None
    met_at: datetime | None = None
    breached_at: datetime | None = None
    cancelled_at: datetime | None = None


@dataclass(frozen=True)
class Pause:
    """A stretch during which the clock stood still."""

    began: datetime
    ended: datetime


@dataclass(frozen=True)
class ClockView:
    """What a page shows of one clock."""

    kind: Kind
    state: State
    started_at: datetime
    due_at: datetime
    met_at: datetime | None
    is_soon: bool
    key: int = 0

    @property
    def tone(self) -> str:
        """Return the colour word of the pill: ok, warn, late, paused or met."""
        if self.state is State.DUE:
            return "warn" if self.is_soon else "ok"
        return TONES[self.state]

    @property
    def icon(self) -> str:
        """Return the icon that says the same as the colour."""
        return ICONS[self.tone]

    @property
    def is_paused(self) -> bool:
        """Tell whether the clock stands still."""
        return self.state in {State.PAUSED, State.PAUSED_AFTER_BREACH}

    @property
    def is_running(self) -> bool:
        """Tell whether the clock still counts, in time or late."""
        return self.state in {State.DUE, State.BREACHED}


TONES = {
    State.PAUSED: "paused",
    State.PAUSED_AFTER_BREACH: "late",
    State.BREACHED: "late",
    State.MET: "met",
    State.MET_LATE: "late",
    State.CANCELLED: "met",
}
ICONS = {"ok": "clock", "warn": "clock", "late": "alert-triangle", "paused": "player-pause", "met": "check"}


def state_of(moments: Moments, now: datetime) -> State:
    """Return how a clock with these moments stands at ``now``.

    A breach counts from its very instant, whether the sweep has found it yet or not, and sticks. Meeting the target at
    the due instant itself is in time.
    """
    if moments.cancelled_at is not None:
        return State.CANCELLED
    late = is_late(moments, now)
    if moments.met_at is not None:
        return State.MET_LATE if late else State.MET
    if moments.paused_at is not None:
        return State.PAUSED_AFTER_BREACH if late else State.PAUSED
    return State.BREACHED if late else State.DUE


def is_late(moments: Moments, now: datetime) -> bool:
    """Tell whether the due instant passed while the clock was still running."""
    stopped = moments.met_at or moments.paused_at or now
    return moments.breached_at is not None or moments.due_at < stopped


def is_soon(started_at: datetime, due_at: datetime, now: datetime) -> bool:
    """Tell whether less than a quarter of the way from start to due is left."""
    return (due_at - now) * WARN_SHARE < due_at - started_at


def due_after(working: WorkingTime, started_at: datetime, target: Target, pauses: Iterable[Pause]) -> datetime:
    """Return when ``target`` is used up; the working time of each pause is added to the budget.

    What would be due at the end of a day that is over already is due at the end of the next, whatever was waited.
    """
    if due(working, started_at, target) <= started_at:
        target = target._replace(amount=target.amount + 1)
    return due(working, started_at, target, paused_time(working, pauses))


def instant_of(working: WorkingTime, started_at: datetime, used: timedelta, pauses: Iterable[Pause]) -> datetime:
    """Return when a clock has used up ``used`` of its time; a pause that began later does not count."""
    instant = working.add(started_at, used)
    for pause in sorted(pauses, key=lambda one: one.began):
        if pause.began < instant:
            instant = working.add(instant, working.between(pause.began, pause.ended))
    return instant


@dataclass(frozen=True)
class Course:
    """How a clock runs: what its levels are worked out from."""

    working: WorkingTime
    started_at: datetime
    due_at: datetime
    pauses: tuple[Pause, ...] = ()

    def level_at(self, trigger: Trigger, amount: int) -> datetime:
        """Return when a level is reached: so many per cent of the way, or minutes of working time from the due instant.

        Whole days are working days, at the time of day at which it falls due. A level before the start is reached at
        the start.
        """
        offset = timedelta(minutes=amount)
        if trigger is Trigger.AFTER:
            return shifted(self.working, self.due_at, offset)
        if trigger is Trigger.BEFORE and offset and not offset % A_DAY:
            return max(shifted(self.working, self.due_at, -offset), self.started_at)
        budget = self.working.between(self.started_at, self.due_at) - paused_time(self.working, self.pauses)
        if trigger is Trigger.BEFORE:
            used = max(budget - offset, timedelta())
        elif amount == WHOLE:
            return self.due_at
        else:
            used = budget * amount / WHOLE
        return instant_of(self.working, self.started_at, used, self.pauses)


def paused_time(working: WorkingTime, pauses: Iterable[Pause]) -> timedelta:
    """Return how much working time fell into ``pauses``."""
    return sum((working.between(pause.began, pause.ended) for pause in pauses), timedelta())


def next_due(views: Iterable[ClockView]) -> tuple[datetime | None, Kind | None]:
    """Return when the next running clock falls due and what it measures; a breached one stays the next."""
    running = [view for view in views if view.is_running]
    if not running:
        return None, None
    first = min(running, key=lambda view: view.due_at)
    return first.due_at, first.kind
