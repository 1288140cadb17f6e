"""The form of a work: a day, two clock times, a service."""

from datetime import datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from billing import durations
from billing.drafts import WorkDraft
from billing.durations import Typed
from billing.enums import BillingMode
from billing.errors import BreakTooLong, ExplainHours, TimesRefused
from billing.models import Work
from billing.querysets import proposed_project
from crm.models import Project
from estimates.models import Service
from helpdesk.models import User
from tickets.models import Ticket

HOUR = "%H:%M"
FIELD_OF: dict[type[TimesRefused], str] = {BreakTooLong: "break_minutes"}


def clock() -> forms.TimeInput:
    """Return a control for a clock time."""
    return forms.TimeInput(format=HOUR, attrs={"type": "time"})


class WorkForm(forms.Form):
    """A work as somebody types it; times are those of his own clock, or of the one the work was logged by."""

    work_date = forms.DateField(label=_("Date"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    starts = forms.TimeField(label=_("Start"), widget=clock())
    ends = forms.TimeField(label=_("End"), widget=clock())
    ends_next_day = forms.BooleanField(label=_("Ends the next day"), required=False)
    break_minutes = forms.IntegerField(label=_("Break, minutes"), required=False, min_value=0, max_value=1439)
    service = forms.ModelChoiceField(label=_("Service"), queryset=Service.objects.none(), required=False)
    billing_mode = forms.ChoiceField(label=_("Billing"), choices=BillingMode, initial=BillingMode.BILLABLE)
    billable_minutes = forms.IntegerField(
        label=_("Minutes to bill"), required=False, min_value=0, help_text=_("Empty: all that were worked.")
    )
    billable_reason = forms.CharField(label=_("Why these minutes"), required=False, max_length=300)
    project = forms.ModelChoiceField(label=_("Project"), queryset=Project.objects.none(), required=False)
    description = forms.CharField(
        label=_("Description"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The customer reads it on the proposal."),
    )
    internal_note = forms.CharField(
        label=_("Internal note"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Never printed."),
    )
    key = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: object = None, *, ticket: Ticket, user: User, work: Work | None = None) -> None:
        self.work = work
        self.zone: ZoneInfo = work.zone if work else user.zone
        first = _of_work(work) if work else _of_now(ticket, user)
        super().__init__(data, initial=first, auto_id=f"id_{work.public_id}_%s" if work else "id_work_%s")  # type: ignore[arg-type]
        today = timezone.now().astimezone(self.zone).date()
        service, project = self.fields["service"], self.fields["project"]
        service.queryset = Service.objects.offered_on(today).for_choice()  # type: ignore[attr-defined]
        project.queryset = Project.objects.open_to(ticket.company)  # type: ignore[attr-defined]
        if work and work.service_id:
            service.queryset |= Service.objects.filter(pk=work.service_id).for_choice()  # type: ignore[attr-defined]
        if work and work.project_id:
            project.queryset |= Project.objects.filter(pk=work.project_id)  # type: ignore[attr-defined]

    @property
    def offers_next_day(self) -> bool:
        """Say whether the box for the next day is to be shown: it is ticked, or the end lies before the start (W02)."""
        return bool(self["ends_next_day"].value()) or self.has_error("ends")

    def clean(self) -> None:
        """Refuse times that cannot be, at the field that is wrong."""
        super().clean()
        if self.errors:
            return
        try:
            span = durations.span(self.typed)
        except TimesRefused as refused:
            self.add_error(FIELD_OF.get(type(refused), "ends"), refused.reason)
            return
        billable = self.cleaned_data["billable_minutes"]
        if billable is not None and billable > span.minutes and not self.cleaned_data["billable_reason"].strip():
            self.add_error("billable_reason", ExplainHours().reason)

    @property
    def typed(self) -> Typed:
        """Return the times."""
        data = self.cleaned_data
        return Typed(
            day=data["work_date"],
            starts=data["starts"],
            ends=data["ends"],
            zone=self.zone,
            break_minutes=data["break_minutes"] or 0,
            ends_next_day=data["ends_next_day"],
        )

    @property
    def draft(self) -> WorkDraft:
        """Return the work."""
        data = self.cleaned_data
        return WorkDraft(
            typed=self.typed,
            service=data["service"],
            project=data["project"],
            description=data["description"],
            internal_note=data["internal_note"],
            mode=BillingMode(data["billing_mode"]),
            billable_minutes=data["billable_minutes"],
            billable_reason=data["billable_reason"],
            rate_override=self.work.rate_override if self.work else None,
        )


def _of_now(ticket: Ticket, user: User) -> dict[str, object]:
    now: datetime = timezone.now().astimezone(user.zone)
    return {"work_date": now.date(), "break_minutes": 0, "project": proposed_project(ticket, user)}


def _of_work(work: Work) -> dict[str, object]:
    differs = work.billable_minutes != work.minutes
    return {
        "work_date": work.work_date,
        "starts": work.starts.time(),
        "ends": work.ends.time(),
        "ends_next_day": work.ends_next_day,
        "break_minutes": work.break_minutes,
        "service": work.service_id,
        "billing_mode": work.billing_mode,
        "billable_minutes": work.billable_minutes if differs else None,
        "billable_reason": work.billable_reason,
        "project": work.project_id,
        "description": work.description,
        "internal_note": work.internal_note,
    }
