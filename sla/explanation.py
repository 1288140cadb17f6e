"""Why a clock falls due when it does, in facts that a page can tell a customer."""

from dataclasses import dataclass
from datetime import date, datetime

from sla import states
from sla.calendar import Target
from sla.enums import Kind, PauseKind, State
from sla.explained_days import Computation, Day, compute
from sla.models import Clock
from sla.states import Pause


@dataclass(frozen=True)
class ExplanationLine:
    """One line of the sum: a day, or some days off in a row, with what the closed day is called."""

    days: tuple[Day, ...]
    name: str

    @property
    def first(self) -> Day:
        """Return the day, or the first of them."""
        return self.days[0]

    @property
    def last(self) -> Day:
        """Return the day, or the last of them."""
        return self.days[-1]


@dataclass(frozen=True)
class Explanation:
    """All that a clock's due instant follows from."""

    clock: Clock
    kind: Kind
    state: State
    target: Target
    zone: str
    reckoning: Computation
    lines: tuple[ExplanationLine, ...]

    @property
    def is_by_hand(self) -> bool:
        """Tell whether somebody put the due instant where it is."""
        return self.clock.is_hand_set

    @property
    def paused_since(self) -> datetime | None:
        """Return since when it stands still, if it does."""
        return self.clock.paused_at


def explain(clock: Clock, now: datetime, language: str = "") -> Explanation:
    """Return why ``clock`` falls due when it does; closed days are named in ``language``."""
    working = clock.working_time
    stops = [(PauseKind(row.kind), Pause(row.began, row.ended)) for row in clock.pauses.all() if row.ended is not None]
    reckoning = compute(working, clock.started_at, clock.target, stops)
    names = _names(clock, reckoning, language)
    return Explanation(
        clock=clock,
        kind=Kind(clock.kind),
        state=states.state_of(clock.moments, now),
        target=clock.target,
        zone=str(working.zone),
        reckoning=reckoning,
        lines=tuple(ExplanationLine(days, names.get(days[0].day, "")) for days in reckoning.runs),
    )


def _names(clock: Clock, reckoning: Computation, language: str) -> dict[date, str]:
    if not reckoning.days:
        return {}
    return clock.version.schedule.closed_names(reckoning.days[0].day, reckoning.days[-1].day, language)
