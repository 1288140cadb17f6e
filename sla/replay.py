"""What would have become of past promises under other terms. Pure.

Holds are taken as they were: what a status means to the clocks may differ by policy, but when it changed is past.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from sla.calendar import Target, WorkingTime
from sla.enums import Kind
from sla.states import Moments, Pause, due_after, is_late


class PastPromise(NamedTuple):
    """A promise as it went, or what would have been one: then ``was_late`` is empty."""

    kind: Kind
    started_at: datetime
    met_at: datetime | None
    paused_at: datetime | None
    pauses: tuple[Pause, ...]
    was_late: bool | None


class Replayed(NamedTuple):
    """A promise before and after: late, in time, or not promised at all (empty)."""

    kind: Kind
    before: bool | None
    after: bool | None
    due_at: datetime | None


def replay(
    pasts: Iterable[PastPromise], targets: Mapping[Kind, Target], working: WorkingTime, now: datetime
) -> list[Replayed]:
    """Return what would have become of each promise if ``targets`` had held."""
    return [_replayed(past, targets.get(past.kind), working, now) for past in pasts]


def _replayed(past: PastPromise, target: Target | None, working: WorkingTime, now: datetime) -> Replayed:
    if target is None:
        return Replayed(past.kind, past.was_late, None, None)
    due_at = due_after(working, past.started_at, target, past.pauses)
    late = is_late(Moments(due_at, paused_at=past.paused_at, met_at=past.met_at), now)
    return Replayed(past.kind, past.was_late, late, due_at)
