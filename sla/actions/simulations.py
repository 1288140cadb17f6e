"""Try a policy out on what is past. Nothing here moves a clock."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import batched

from django.db import transaction
from django.db.models import F

from helpdesk import idempotency
from helpdesk.models import CompanyProfile, User
from sla.calendar import Target, WorkingTime, round_the_clock
from sla.enums import CUSTOMERS, Kind
from sla.history import past_promises
from sla.models import Agreement, Calendar, Policy, Simulation, SimulationPart
from sla.querysets import MOST_ATTEMPTS
from sla.replay import replay
from sla.terms import Promise, Terms

AT_ONCE = 250


@dataclass(frozen=True)
class Draft:
    """What is to be tried out: a policy, as it stands or with other targets, or by another calendar."""

    policy: Policy
    calendar: Calendar | None
    terms: Terms
    first: date
    last: date
    is_for_all: bool


def drafted(terms: Terms, targets: dict[tuple[int, Kind], Target]) -> Terms:
    """Return ``terms`` with other targets for customers."""
    ours = [promise for promise in terms.promises if promise.kind not in CUSTOMERS]
    theirs = [Promise(kind, priority, target) for (priority, kind), target in targets.items()]
    return replace(terms, promises=(*theirs, *ours))


@transaction.atomic
def plan_simulation(draft: Draft, agreements: Sequence[int], *, by: User, key: object) -> tuple[Simulation, bool]:
    """Write down what is to be replayed, in parts; return it, and whether it is new.

    Refuse something else under the same ``key`` (``KeyUsed``).
    """
    asked = {
        "policy": draft.policy,
        "calendar": draft.calendar,
        "data": draft.terms.as_data(),
        "first": draft.first,
        "last": draft.last,
        "is_for_all": draft.is_for_all,
        "requested_by": by,
    }
    own_key, content = idempotency.scoped(key, "simulation", by.pk), idempotency.fingerprint(asked)
    earlier = idempotency.earlier(Simulation.objects.all(), own_key, content)
    if earlier:
        return earlier, False
    simulation = Simulation.objects.create(key=own_key, fingerprint=content, **asked)
    SimulationPart.objects.bulk_create(
        SimulationPart(simulation=simulation, number=number, agreements=list(some))
        for number, some in enumerate(batched(agreements, AT_ONCE))
    )
    return simulation, True


@transaction.atomic
def attempt_part(part: SimulationPart, *, now: datetime) -> bool:
    """Count one more attempt at a part that waits; one whose workers keep dying is given up, without a result."""
    SimulationPart.objects.waiting().filter(pk=part.pk).update(attempts=F("attempts") + 1)
    part.refresh_from_db()
    if part.attempts > MOST_ATTEMPTS:
        _end(part, [], now)
    return part.done_at is None


def replay_part(part: SimulationPart, agreements: Sequence[int], *, now: datetime) -> None:
    """Replay ``agreements``, those of the part that the policy would have applied to; done twice, it is kept once."""
    simulation = part.simulation
    terms, working = simulation.terms, _working_time(simulation)
    rows: list[list[object]] = []
    for agreement in Agreement.objects.filter(pk__in=agreements).with_pauses().order_by("pk"):
        targets = terms.promised(agreement.priority_id)
        where = (agreement.priority_id, agreement.group_id)
        for kind, before, after, due_at in replay(past_promises(agreement, terms, now), targets, working, now):
            due = due_at.isoformat() if due_at else None
            rows.append([agreement.pk, kind.value, *where, before, after, due])
    _end(part, rows, now)


@transaction.atomic
def finish_simulation(simulation: Simulation, *, now: datetime) -> Simulation:
    """Mark ``simulation`` done once no part waits; the lock makes the last of two parallel jobs see both."""
    simulation = Simulation.objects.select_for_update(of=("self",)).get(pk=simulation.pk)
    if not simulation.is_done and not simulation.parts.waiting().exists():
        simulation.finished_at = now
        simulation.save(update_fields=["finished_at"])
    return simulation


def _working_time(simulation: Simulation) -> WorkingTime:
    calendar = simulation.calendar
    return calendar.working_time if calendar else round_the_clock(CompanyProfile.current().zone)


def _end(part: SimulationPart, rows: list[list[object]], now: datetime) -> None:
    SimulationPart.objects.waiting().filter(pk=part.pk).update(rows=rows, done_at=now)
    part.refresh_from_db()
