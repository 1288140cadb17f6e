"""What went on in an agreement, as far as it can be replayed under other terms."""

from datetime import datetime

from sla import states
from sla.enums import Kind, PauseKind
from sla.models import Agreement, Clock
from sla.replay import PastPromise
from sla.states import Pause
from sla.terms import Terms


def past_promises(agreement: Agreement, terms: Terms, now: datetime) -> list[PastPromise]:
    """Return the promises of ``agreement``, and those that ``terms`` would have made besides; needs prefetched clocks."""
    counting = agreement.customer_clocks
    resolution = next((clock for clock in counting if clock.kind == Kind.RESOLUTION), None)
    found = [_past(clock, resolution, terms, now) for clock in counting]
    wanted = _missing(agreement, terms, {past.kind for past in found})
    return [*found, *(_unpromised(agreement, kind) for kind in wanted)]


def _missing(agreement: Agreement, terms: Terms, known: set[Kind]) -> list[Kind]:
    """Return what ``terms`` would have promised besides what is ``known``."""
    if agreement.answered_at is None and agreement.resolved_at is not None:
        known = known | {Kind.FIRST_RESPONSE}  # nobody was answered, and nobody waits for it
    return [kind for kind in terms.promised(agreement.priority_id) if kind in _ENDED_BY and kind not in known]


_ENDED_BY = {Kind.FIRST_RESPONSE: "answered_at", Kind.RESOLUTION: "resolved_at"}


def _past(clock: Clock, resolution: Clock | None, terms: Terms, now: datetime) -> PastPromise:
    """Take the pauses from the resolution where ``terms`` let a hold stop what ran on, and leave them out where not."""
    kind = Kind(clock.kind)
    pauses, paused_at = clock.past_pauses, clock.paused_at
    if not terms.pauses(kind):
        pauses, paused_at = clock.pauses_of(PauseKind.RESOLVED), None
    elif not clock.is_pausable and resolution is not None:
        pauses, paused_at = _until(resolution.past_pauses, clock.met_at), resolution.paused_at
    stopped = paused_at if clock.met_at is None else None
    was_late = states.is_late(clock.moments, now)
    return PastPromise(kind, clock.started_at, clock.met_at, stopped, tuple(pauses), was_late)


def _until(pauses: list[Pause], met_at: datetime | None) -> list[Pause]:
    return [pause for pause in pauses if met_at is None or pause.began < met_at]


def _unpromised(agreement: Agreement, kind: Kind) -> PastPromise:
    return PastPromise(kind, agreement.started_at, getattr(agreement, _ENDED_BY[kind]), None, (), None)
