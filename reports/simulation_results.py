"""What came of a simulation: promises before and after, summed up by priority, group and kind."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from django.contrib.auth.models import Group
from django.utils.dateparse import parse_datetime

from sla.enums import Kind
from sla.models import Priority, Simulation


class ResultLine(NamedTuple):
    """One promise: late before, late after; nothing where it was not promised."""

    agreement: int
    kind: Kind
    priority: int
    group: int | None
    before: bool | None
    after: bool | None
    due_at: datetime | None

    @property
    def is_newly_late(self) -> bool:
        """Tell whether it would be late only by the new terms."""
        return bool(self.after and not self.before)

    @property
    def is_saved(self) -> bool:
        """Tell whether the new terms would keep what was late."""
        return bool(self.before and self.after is False)


@dataclass
class Sum:
    """Promises that have something in common."""

    name: str
    promised_before: int = 0
    late_before: int = 0
    promised_after: int = 0
    late_after: int = 0

    def count(self, line: ResultLine) -> None:
        """Add one promise."""
        self.promised_before += line.before is not None
        self.late_before += line.before is True
        self.promised_after += line.after is not None
        self.late_after += line.after is True

    @property
    def change(self) -> int:
        """Return how many more would be late."""
        return self.late_after - self.late_before

    @property
    def most(self) -> int:
        """Return the length of the longer bar's whole."""
        return max(self.promised_before, self.promised_after)


@dataclass
class Result:
    """The whole, and its parts; ``lost`` is how many tickets could not be replayed."""

    total: Sum
    by_priority: list[Sum]
    by_group: list[Sum]
    by_kind: list[Sum]
    newly_late: list[ResultLine] = field(default_factory=list)
    saved: list[ResultLine] = field(default_factory=list)
    lost: int = 0


def lines_of(simulation: Simulation) -> Iterator[ResultLine]:
    """Yield every promise that was replayed."""
    for rows in simulation.parts.order_by("number").values_list("rows", flat=True).iterator():
        for agreement, kind, priority, group, before, after, due in rows:
            yield ResultLine(
                agreement, Kind(kind), priority, group, before, after, parse_datetime(due) if due else None
            )


def result_of(simulation: Simulation) -> Result:
    """Sum up what was replayed."""
    lines = list(lines_of(simulation))
    priorities = {priority.pk: str(priority) for priority in Priority.objects.all()}
    groups = {group.pk: group.name for group in Group.objects.all()}
    return Result(
        total=_sum(lines),
        by_priority=_sums(lines, lambda line: line.priority, priorities),
        by_group=_sums(lines, lambda line: line.group or 0, {**groups, 0: "–"}),
        by_kind=_sums(lines, lambda line: line.kind, {kind: str(kind.label) for kind in Kind}),
        newly_late=[line for line in lines if line.is_newly_late],
        saved=[line for line in lines if line.is_saved],
        lost=sum(len(some) for some in simulation.parts.given_up().values_list("agreements", flat=True)),
    )


def _sum(lines: Iterable[ResultLine]) -> Sum:
    total = Sum("")
    for line in lines:
        total.count(line)
    return total


def _sums[K](lines: Iterable[ResultLine], key: Callable[[ResultLine], K], names: dict[K, str]) -> list[Sum]:
    """Sum lines up by ``key``, in the order of ``names``."""
    sums: dict[K, Sum] = {}
    for line in lines:
        sums.setdefault(key(line), Sum(names.get(key(line), "–"))).count(line)
    return [sums[one] for one in names if one in sums]
