"""The table of a policy's targets: priority by kind, with a length and its unit in each cell."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from sla.calendar import Target, Unit
from sla.enums import CUSTOMERS, Kind, TargetUnit
from sla.hours import NotHours, format_length, parse_length
from sla.models import Policy, Priority
from sla.policy_checks import contradictions, unpromised

Cell = tuple[int, Kind]
Written = tuple[str, str]
Uploads = MultiValueDict[str, Any]
Attributes = dict[str, Any] | None
# Hours are written like 4 or 0:30 and kept as minutes.
UNITS = [(unit.value, unit.label) for unit in TargetUnit if unit is not TargetUnit.MINUTE]


class TargetGrid(forms.Widget):
    """A table of priority by kind, with a length in each cell."""

    template_name = "sla/admin/_target_grid.html"

    class Media:
        css = {"all": ["css/admin.css"]}

    # Django names the parameters of both methods.
    def value_from_datadict(self, data: Mapping[str, Any], files: Uploads, name: str) -> dict[Cell, Written]:  # noqa: ARG002 -- a widget's signature
        """Gather the cells that were filled in."""
        names = {(pk, kind): _cell(name, pk, kind) for pk in _priority_pks() for kind in CUSTOMERS}
        cells = {cell: (data.get(key, ""), data.get(f"{key}-unit", TargetUnit.HOUR)) for cell, key in names.items()}
        return {cell: written for cell, written in cells.items() if written[0].strip()}

    def render(self, name: str, value: Any, attrs: Attributes = None, renderer: object = None) -> SafeString:  # noqa: ARG002 -- a widget's signature
        """Draw the table."""
        rows = [(priority, _cells(name, priority, value or {})) for priority in Priority.objects.all()]
        context = {"kinds": [kind.label for kind in CUSTOMERS], "rows": rows, "units": UNITS}
        return render_to_string(self.template_name, context)


def _cells(name: str, priority: Priority, filled: Mapping[Cell, Written]) -> list[tuple[Any, str, Written]]:
    empty = ("", TargetUnit.HOUR.value)
    return [(kind.label, _cell(name, priority.pk, kind), filled.get((priority.pk, kind), empty)) for kind in CUSTOMERS]


def _cell(name: str, pk: int, kind: Kind) -> str:
    return f"{name}-{pk}-{kind}"


def _priority_pks() -> list[int]:
    return list(Priority.objects.values_list("pk", flat=True))


class TargetsField(forms.Field):
    """A target for each priority and kind."""

    widget = TargetGrid

    def clean(self, value: dict[Cell, Written]) -> dict[tuple[Priority, Kind], Target]:
        """Read the lengths; a priority in use that is promised nothing is refused, and so is a contradiction."""
        priorities = Priority.objects.in_bulk()
        targets = {(priorities[pk], kind): read_target(*written) for (pk, kind), written in value.items()}
        missing = unpromised(targets, [priority for priority in priorities.values() if priority.is_active])
        if missing:
            raise ValidationError(
                _("There is no target for: %(priorities)s."), params={"priorities": ", ".join(missing)}
            )
        if reasons := contradictions(targets):
            raise ValidationError(list(reasons))
        return targets


def read_target(text: str, unit: str) -> Target:
    """Read a length as it is written: hours like 4 or 0:30, all else as whole numbers."""
    if unit == TargetUnit.HOUR:
        return Target(_minutes(text), Unit.MINUTE)
    number = text.strip()
    is_number = number.isdecimal() and len(number) <= 4
    if unit not in TargetUnit or not is_number or (number.strip("0") == "" and unit != TargetUnit.END_OF_DAY):
        raise ValidationError(_("“%(text)s” is not a number of days or months."), params={"text": text})
    return Target(int(number), Unit(unit))


def write_target(target: Target) -> Written:
    """Write a length as it is read."""
    if target.unit is Unit.MINUTE:
        return format_length(target.amount), TargetUnit.HOUR
    return str(target.amount), str(target.unit)


def written_targets(policy: Policy) -> dict[Cell, Written]:
    """Return the table of ``policy`` as it is written."""
    return {(row.priority_id, Kind(row.kind)): write_target(row.target) for row in policy.targets.all()}


def _minutes(text: str) -> int:
    try:
        minutes = parse_length(text)
    except NotHours:
        minutes = 0
    if not minutes:
        raise ValidationError(_("“%(text)s” is not a duration; write hours like 4 or 0:30."), params={"text": text})
    return minutes
