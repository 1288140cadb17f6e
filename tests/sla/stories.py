"""Agreements that run day and night from noon on, and what happens to them, told as “1 pause, 3 resume”."""

from datetime import UTC, datetime, timedelta

from sla import actions, states
from sla.enums import Kind, State
from sla.models import Agreement, Clock
from tests.sla.factories import PolicyFactory, PriorityFactory

NOON = datetime(2025, 8, 4, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
VERBS = {
    "answer": actions.answer,
    "apply": actions.change,
    "ask": actions.await_response,
    "cancel": actions.cancel,
    "pause": actions.pause,
    "reopen": actions.reopen,
    "reset": actions.reset,
    "resolve": actions.stop_resolution,
    "resume": actions.resume,
    "take": actions.take,
}


def hour(number: float) -> datetime:
    """Return an instant, so many hours after noon."""
    return NOON + number * HOUR


def hours(instant: datetime) -> float:
    """Return after how many hours an instant is."""
    return (instant - NOON) / HOUR


def agree(*, pauses_responses: bool = False, **minutes: int) -> Agreement:
    """Promise a first response in 4 h, a next one in 2 h and a resolution in 6 h, or what is asked for, from noon on."""
    targets = minutes or {Kind.FIRST_RESPONSE: 240, Kind.NEXT_RESPONSE: 120, Kind.RESOLUTION: 360}
    priority = PriorityFactory()
    cells = {(priority, Kind(kind)): amount for kind, amount in targets.items()}
    policy = PolicyFactory(calendar=None, pauses_first_response=pauses_responses, targets=cells)
    return actions.start(policy, priority, now=NOON)


def play(agreement: Agreement, story: str) -> Agreement:
    """Let what a story tells happen: each event after so many hours."""
    for event in filter(None, story.split(", ")):
        number, verb = event.split()
        VERBS[verb](agreement, now=hour(float(number)))
    agreement.refresh_from_db()
    return agreement


def last(agreement: Agreement, kind: Kind) -> Clock:
    """Return the clock of ``kind`` that began last."""
    return agreement.clocks.with_times().filter(kind=kind).last()


def stand(agreement: Agreement, kind: Kind, number: float) -> State:
    """Return how that clock stands after so many hours."""
    return states.state_of(last(agreement, kind).moments, hour(number))


def all_facts(agreement: Agreement) -> list[dict]:
    """Return every row that hangs on ``agreement``, without the keys of rows."""
    agreement.refresh_from_db()
    clocks = list(agreement.clocks.order_by("started_at", "kind", "pk"))
    rows = [agreement, *agreement.standstills.all(), *clocks]
    for clock in clocks:
        rows += [*clock.pauses.all(), *clock.escalations.order_by("level_key")]
    return [{name: value for name, value in vars(row).items() if name not in {"id", "_state"}} for row in rows]
