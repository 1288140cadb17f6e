"""Which promises were kept: conditions and sums over clocks, for whoever joins them to what they belong to.

Every function takes the way to the clocks, as in ``agreement__clocks``. A promise belongs to the day on which it began:
that day is fixed, while due dates move. Cancelled clocks and internal ones count nowhere.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Avg, Count, F, Q
from django.db.models.aggregates import Aggregate

from sla.enums import CUSTOMERS, PromiseResult


def begun(clocks: str, first: datetime, until: datetime) -> Q:
    """Keep promises to customers that began from ``first`` to before ``until``."""
    return _where(clocks, started_at__gte=first, started_at__lt=until, cancelled_at__isnull=True, kind__in=CUSTOMERS)


def narrowed(clocks: str, lookups: Mapping[str, object]) -> Q:
    """Keep clocks with these values."""
    return _where(clocks, **lookups)


def came_out(clocks: str, outcome: PromiseResult, now: datetime) -> Q:
    """Keep promises that were kept, that were broken, or that are still to be kept."""
    due = F(f"{clocks}__due_at")
    if outcome is PromiseResult.KEPT:
        return _where(clocks, breached_at__isnull=True, met_at__lte=due)
    if outcome is PromiseResult.BROKEN:
        passed = _where(clocks, met_at__isnull=True, paused_at__isnull=True, due_at__lt=now)
        paused = _where(clocks, met_at__isnull=True, paused_at__gt=due)
        return _where(clocks, breached_at__isnull=False) | _where(clocks, met_at__gt=due) | passed | paused
    open_ = _where(clocks, met_at__isnull=True, breached_at__isnull=True)
    return open_ & (_where(clocks, paused_at__isnull=True, due_at__gte=now) | _where(clocks, paused_at__lte=due))


def sums(clocks: str, now: datetime) -> dict[str, Aggregate]:
    """Count promises by what came of them, and average the working time that the met ones took, so many."""
    counts: dict[str, Aggregate] = {
        str(outcome.value): Count(clocks, filter=came_out(clocks, outcome, now)) for outcome in PromiseResult
    }
    timed = _where(clocks, met_at__isnull=False, used_seconds__isnull=False)
    return {**counts, "used": Avg(f"{clocks}__used_seconds", filter=timed), "timed": Count(clocks, filter=timed)}


def _where(clocks: str, **lookups: object) -> Q:
    return Q(**{f"{clocks}__{lookup}": value for lookup, value in lookups.items()})
