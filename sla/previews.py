"""What would move if a version of a policy were put in force for what runs; nothing is written."""

from datetime import datetime
from typing import NamedTuple

from sla import states
from sla.calendar import Target
from sla.enums import Kind
from sla.models import Agreement, Clock, PolicyVersion


class Shift(NamedTuple):
    """A promise before and after: without ``old`` it would begin, without ``new`` it would end."""

    kind: Kind
    old: datetime | None
    new: datetime | None

    @property
    def is_move(self) -> bool:
        """Tell whether anything would change."""
        return self.old != self.new


def preview(agreement: Agreement, version: PolicyVersion) -> list[Shift]:
    """Return how the running promises of ``agreement`` to the customer would move under ``version``."""
    targets = version.terms.promised(agreement.priority_id)
    counting = agreement.customer_clocks
    running = [clock for clock in counting if clock.met_at is None]
    shifts = [Shift(Kind(clock.kind), clock.due_at, _due(clock, version, targets)) for clock in running]
    missing = (_owed(agreement) - {Kind(clock.kind) for clock in counting}) & targets.keys()
    shifts += [
        Shift(kind, None, _due_anew(agreement, version, kind, targets[kind])) for kind in Kind if kind in missing
    ]
    return [shift for shift in shifts if shift.is_move]


def _owed(agreement: Agreement) -> set[Kind]:
    """Return what a policy may still promise; who was answered, or helped at once, waits for no first response."""
    is_answered = agreement.answered_at or agreement.resolved_at
    return {Kind.RESOLUTION} if is_answered else {Kind.FIRST_RESPONSE, Kind.RESOLUTION}


def _due_anew(agreement: Agreement, version: PolicyVersion, kind: Kind, target: Target) -> datetime:
    since = agreement.started_at
    past = agreement.pauses_for(kind, since, is_pausable=version.terms.pauses(kind))
    return states.due_after(version.working_time, since, target, (pause for _, pause in past))


def _due(clock: Clock, version: PolicyVersion, targets: dict[Kind, Target]) -> datetime | None:
    target = targets.get(Kind(clock.kind))
    if target is None:
        return None
    if clock.is_hand_set:
        return clock.due_at
    return states.due_after(version.working_time, clock.started_at, target, clock.past_pauses)
