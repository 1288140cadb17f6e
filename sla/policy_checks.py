"""What is wrong with a policy, in words an administrator can act on. Pure but for the words."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from django.utils.translation import gettext as _

from sla.calendar import Target, Unit
from sla.enums import Kind

LENGTHS = {Unit.MINUTE: 1, Unit.HOUR: 60}


class Named(Protocol):
    """A priority, as far as its name goes."""

    def __hash__(self) -> int: ...

    def __str__(self) -> str: ...


def contradictions[P: Named](targets: Mapping[tuple[P, Kind], Target]) -> list[str]:
    """Return why these targets cannot all be meant: what must be answered after it must be resolved."""
    found = []
    for (priority, kind), response in targets.items():
        resolution = targets.get((priority, Kind.RESOLUTION))
        if kind is Kind.FIRST_RESPONSE and resolution is not None and _is_longer(response, resolution):
            words = _("%(priority)s: the first response may take longer than the resolution.")
            found.append(words % {"priority": priority})
    return found


def unpromised[P: Named](targets: Mapping[tuple[P, Kind], Target], priorities: Iterable[P]) -> list[str]:
    """Return the names of the priorities that are promised nothing."""
    promised = {priority for priority, _kind in targets}
    return [str(priority) for priority in priorities if priority not in promised]


def _is_longer(one: Target, other: Target) -> bool:
    """Tell whether ``one`` is longer for certain; days and hours depend on the calendar."""
    if one.unit in LENGTHS and other.unit in LENGTHS:
        return one.amount * LENGTHS[one.unit] > other.amount * LENGTHS[other.unit]
    return one.unit == other.unit and one.amount > other.amount
