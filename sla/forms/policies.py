"""Policies as an administrator writes them."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from sla.enums import Kind
from sla.hours import NotHours, format_length, parse_length
from sla.models import Calendar, Policy, Priority

Cell = tuple[int, Kind]
Uploads = MultiValueDict[str, Any]
Attributes = dict[str, Any] | None


class TargetGrid(forms.Widget):
    """A table of priority by kind, with a length in each cell."""

    # Django names the parameters of both methods.
    def value_from_datadict(self, data: Mapping[str, Any], files: Uploads, name: str) -> dict[Cell, str]:  # noqa: ARG002 -- a widget's signature
        """Gather the cells that were filled in."""
        cells = {(pk, kind): data.get(_cell(name, pk, kind), "") for pk in _priority_pks() for kind in Kind}
        return {cell: text for cell, text in cells.items() if text.strip()}

    def render(self, name: str, value: Any, attrs: Attributes = None, renderer: object = None) -> SafeString:  # noqa: ARG002 -- a widget's signature
        """Draw the table."""
        rows = [(priority, _cells(name, priority, value or {})) for priority in Priority.objects.all()]
        return render_to_string("sla/admin/_target_grid.html", {"kinds": list(Kind), "rows": rows})


def _cells(name: str, priority: Priority, filled: Mapping[Cell, str]) -> list[tuple[Any, str, str]]:
    return [(kind.label, _cell(name, priority.pk, kind), filled.get((priority.pk, kind), "")) for kind in Kind]


def _cell(name: str, pk: int, kind: Kind) -> str:
    return f"{name}-{pk}-{kind}"


def _priority_pks() -> list[int]:
    return list(Priority.objects.values_list("pk", flat=True))


class TargetsField(forms.Field):
    """Minutes for each priority and kind."""

    widget = TargetGrid

    def clean(self, value: dict[Cell, str]) -> dict[tuple[Priority, Kind], int]:
        """Read the lengths; a priority in use that is promised nothing is refused."""
        priorities = Priority.objects.in_bulk()
        targets = {(priorities[pk], kind): self._minutes(text) for (pk, kind), text in value.items()}
        promised = {priority for priority, _kind in targets}
        missing = [str(priority) for priority in priorities.values() if priority.is_active and priority not in promised]
        if missing:
            raise ValidationError(
                _("There is no target for: %(priorities)s."), params={"priorities": ", ".join(missing)}
            )
        return targets

    def _minutes(self, text: str) -> int:
        try:
            minutes = parse_length(text)
        except NotHours:
            minutes = 0
        if not minutes:
            raise ValidationError(_("“%(text)s” is no length; write hours like 4 or 0:30."), params={"text": text})
        return minutes


class PolicyForm(forms.ModelForm[Policy]):
    """A policy with its targets."""

    targets = TargetsField(label=_("targets, in hours"), help_text=_("Hours of the calendar, like 4 or 0:30."))

    class Meta:
        model = Policy
        fields = ("name", "calendar", "is_default", "position", "is_active", "pauses_first_response")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["targets"] = {
                (target.priority_id, Kind(target.kind)): format_length(target.minutes)
                for target in self.instance.targets.all()
            }

    def clean_calendar(self) -> Calendar | None:
        """Refuse a calendar by which nothing could ever fall due."""
        calendar: Calendar | None = self.cleaned_data["calendar"]
        if calendar is not None and not calendar.windows.exists():
            raise ValidationError(_("This calendar has no working hours."))
        return calendar
