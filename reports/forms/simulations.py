"""What may be asked of a simulation."""

from datetime import date

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from helpdesk.forms import KeyField, SentOnceForm
from reports.forms.period import PeriodForm
from sla.actions import Draft, drafted, newest
from sla.forms.targets import TargetGrid, TargetsField, written_targets
from sla.models import Calendar, Policy


class DraftGrid(TargetGrid):
    """The table of targets in the look of the desk."""

    template_name = "reports/_target_grid.html"


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
