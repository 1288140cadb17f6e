"""What may be asked of the compliance report."""

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django import forms
from django.contrib.auth.models import Group
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from reports.compliance import DIMENSIONS, Question
from reports.forms.period import PeriodForm
from sla.enums import CUSTOMERS, Kind, PromiseResult
from sla.models import Policy, Priority
from tickets.forms.fields import company_field
from tickets.forms.filters import Chip

NARROWING = ("kind", "policy", "priority", "company", "group")


class ReportForm(PeriodForm):
    """What to sum up by, and which promises."""

    by = forms.ChoiceField(
        label=_("By"), required=False, choices=[(name, dimension.label) for name, dimension in DIMENSIONS.items()]
    )
    kind = forms.ChoiceField(
        label=_("Promise"), required=False, choices=[("", _("All promises")), *((k.value, k.label) for k in CUSTOMERS)]
    )
    policy = forms.ModelChoiceField(
        Policy.objects.all(), label=_("Policy"), required=False, empty_label=_("Any policy")
    )
    priority = forms.ModelChoiceField(
        Priority.objects.all(), label=_("Priority"), required=False, to_field_name="code", empty_label=_("Any priority")
    )
    company = company_field()
    group = forms.ModelChoiceField(Group.objects.all(), label=_("Group"), required=False, empty_label=_("Any group"))
    outcome = forms.ChoiceField(required=False, choices=[("", ""), *PromiseResult.choices])

    def __init__(self, today: date, data: QueryDict | None = None) -> None:
        super().__init__(today, data)
        self.fields["company"].empty_label = _("Any customer")  # type: ignore[attr-defined]

    @property
    def dimension(self) -> str:
        """Return what to sum up by."""
        return self.cleaned_data["by"] or "policy"

    @property
    def is_narrowed(self) -> bool:
        """Say whether only some promises are asked for."""
        return any(self.cleaned_data[name] for name in NARROWING)

    def chips(self) -> Iterator[Chip]:
        """Yield each filter that is on, in words."""
        for name in NARROWING:
            value = self.cleaned_data[name]
            if value:
                shown = Kind(value).label if name == "kind" else value
                yield Chip(name, str(self.fields[name].label), str(shown), "")

    def question(self, zone: ZoneInfo, now: datetime) -> Question:
        """Return what is asked, after validation."""
        data = self.cleaned_data
        return Question(
            first=data["first"],
            last=data["last"],
            zone=zone,
            now=now,
            policy=data["policy"].pk if data["policy"] else None,
            priority=data["priority"].code if data["priority"] else "",
            company=data["company"].code if data["company"] else "",
            group=data["group"].pk if data["group"] else None,
            kind=data["kind"],
        )
