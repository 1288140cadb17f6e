"""What may be asked of the compliance report, and of a simulation."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django import forms
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from helpdesk.forms import DayField, KeyField, SentOnceForm
from sla.actions import Draft, drafted, newest
from sla.enums import CUSTOMERS, Kind, PromiseResult
from sla.forms.targets import TargetGrid, TargetsField, written_targets
from sla.models import Calendar, Policy, Priority
from tickets.compliance import DIMENSIONS, Question
from tickets.forms.fields import company_field
from tickets.forms.filters import Chip

NARROWING = ("kind", "policy", "priority", "company", "group")
A_QUARTER = timedelta(days=91)
LONGEST = timedelta(days=5 * 366)


class PeriodForm(forms.Form):
    """Some days; without any, the last quarter."""

    first = DayField(label=_("From"), required=False)
    last = DayField(label=_("To"), required=False)

    def __init__(self, today: date, data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.today = today
        self.initial.update(first=today - A_QUARTER, last=today)

    def clean(self) -> dict[str, object]:
        """Put the last quarter where nothing is said; refuse what runs backwards, or too long."""
        last: date = self.cleaned_data.get("last") or self.today
        first: date = self.cleaned_data.get("first") or last - A_QUARTER
        if last < first or last - first > LONGEST:
            raise ValidationError(_("Choose days in order, five years at most."))
        self.cleaned_data.update(first=first, last=last)
        return self.cleaned_data


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


class DraftGrid(TargetGrid):
    """The table of targets in the look of the desk."""

    template_name = "tickets/_target_grid.html"


class DraftTargets(TargetsField):
    """Targets to try out."""

    widget = DraftGrid


class SimulationForm(SentOnceForm, PeriodForm):
    """A policy to try out: perhaps by another calendar, with other targets, on all tickets."""

    key = KeyField(required=True)

    calendar = forms.ModelChoiceField(
        Calendar.objects.all(), label=_("Calendar"), required=False, empty_label=_("Day and night")
    )
    is_for_all = forms.BooleanField(
        label=_("On all tickets of these days"),
        required=False,
        help_text=_("Otherwise on those that the policy would apply to, if it were active."),
    )
    targets = DraftTargets(
        label=_("Targets"), help_text=_("Change them to try out a draft; the policy stays as it is.")
    )

    def __init__(self, policy: Policy, today: date, data: QueryDict | None = None) -> None:
        super().__init__(today, data)
        self.policy = policy
        self.initial.update(calendar=policy.calendar_id, targets=written_targets(policy))

    def draft(self) -> Draft:
        """Return what is to be tried out, after validation."""
        data = self.cleaned_data
        targets = {(priority.pk, kind): target for (priority, kind), target in data["targets"].items()}
        return Draft(
            policy=self.policy,
            calendar=data["calendar"],
            terms=drafted(newest(self.policy).terms, targets),
            first=data["first"],
            last=data["last"],
            is_for_all=data["is_for_all"],
        )
