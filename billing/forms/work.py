"""The form of a work: a day, two clock times, a service."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from billing import durations, rules
from billing.drafts import WorkDraft
from billing.durations import Typed
from billing.enums import BillingMode
from billing.errors import BreakTooLong, ExplainHours, InTheFuture, TimesRefused
from billing.forms.choices import rate_field
from billing.models import Work
from billing.models.work import LONGEST_MINUTES
from billing.querysets import proposed_project
from crm.models import Project
from estimates.models import Service
from helpdesk import current_time
from helpdesk.forms import DayField, SentOnceForm, WordsField, not_before
from helpdesk.models import User
from tickets.models import Ticket

HOUR = "%H:%M"
EARLIEST = date(2000, 1, 1)
MOST_BILLABLE = 14_400
FIELD_OF: dict[type[TimesRefused], str] = {BreakTooLong: "break_minutes", InTheFuture: "work_date"}
WHICH = [(0, _("the first time, before it went back")), (1, _("the second time, after it went back"))]


def clock() -> forms.TimeInput:
    """Return a control for a clock time."""
    return forms.TimeInput(format=HOUR, attrs={"type": "time"})


def which(label: StrOrPromise) -> forms.TypedChoiceField:
    """Return a choice between the two times that the clock showed the same, the night it was put back."""
    return forms.TypedChoiceField(
        label=label,
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "–"), *WHICH],
        help_text=_("The clock showed this time twice that night."),
    )


class WorkForm(SentOnceForm, forms.Form):
    """A work as somebody types it; times are those of their own clock, or of the one the work was logged by."""

    work_date = DayField(label=_("Date"), validators=[not_before(EARLIEST)])
    starts = forms.TimeField(label=_("Start"), widget=clock())
    ends = forms.TimeField(label=_("End"), widget=clock())
    start_fold = which(_("It started"))
    end_fold = which(_("It ended"))
    ends_next_day = forms.BooleanField(label=_("Ends the next day"), required=False)
    break_minutes = forms.IntegerField(
        label=_("Break, minutes"), required=False, min_value=0, max_value=LONGEST_MINUTES - 1
    )
    service = forms.ModelChoiceField(Service.objects.none(), label=_("Service"), required=False, empty_label="–")
    billing_mode = forms.ChoiceField(label=_("Billing"), choices=BillingMode, initial=BillingMode.BILLABLE)
    billable_minutes = forms.IntegerField(
        label=_("Minutes to bill"),
        required=False,
        min_value=0,
        max_value=MOST_BILLABLE,
        help_text=_("Empty: all that were worked."),
    )
    billable_reason = forms.CharField(label=_("Why these minutes"), required=False, max_length=300)
    rate = rate_field(_("Rate of this work"))
    project = forms.ModelChoiceField(Project.objects.none(), label=_("Project"), required=False, empty_label="–")
    description = WordsField(_("Description"), rows=2, most=2000, help_text=_("The customer reads it on the proposal."))
    internal_note = WordsField(_("Internal note"), rows=2, most=2000, help_text=_("Never printed."))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: object = None, *, ticket: Ticket, user: User, work: Work | None = None) -> None:
        self.work = work
        self.zone: ZoneInfo = work.zone if work else user.zone
        first = _of_work(work) if work else _of_now(ticket, user)
        super().__init__(data, initial=first, auto_id=f"id_{work.public_id}_%s" if work else "id_work_%s")  # type: ignore[arg-type]
        self.fields["rate"].help_text = _("Empty: the price list or the service.")
        if not rules.can_see_amounts(user):
            del self.fields["rate"]
        self._offer(ticket)

    def _offer(self, ticket: Ticket) -> None:
        """Offer services and projects, and those that the work has already."""
        work = self.work
        today = current_time.now().astimezone(self.zone).date()
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

    @property
    def asks_start(self) -> bool:
        """Say whether it has to be told, or was, which of two equal times it started at."""
        return self["start_fold"].value() not in (None, "") or self.has_error("start_fold")

    @property
    def asks_end(self) -> bool:
        """Say whether it has to be told, or was, which of two equal times it ended at."""
        return self["end_fold"].value() not in (None, "") or self.has_error("end_fold")

    def clean_work_date(self) -> date:
        """Refuse works that are still to be done."""
        day: date = self.cleaned_data["work_date"]
        if day > current_time.now().astimezone(self.zone).date() + timedelta(days=1):
            raise forms.ValidationError(InTheFuture().reason)
        return day

    def clean(self) -> None:
        """Refuse times that cannot be, or can be meant in two ways, at the field that is wrong."""
        super().clean()
        if self.errors:
            return
        try:
            span = durations.span(self.typed)
            unclear = durations.unclear(self.typed)
        except TimesRefused as refused:
            self.add_error(FIELD_OF.get(type(refused), "ends"), refused.reason)
            return
        for name in unclear:
            self.add_error(name, _t("Say which of the two you mean."))
        billable = self.cleaned_data["billable_minutes"]
        if billable is not None and billable > span.minutes and not self.cleaned_data["billable_reason"].strip():
            self.add_error("billable_reason", ExplainHours().reason)

    @property
    def typed(self) -> Typed:
        """Return the times; those that were not touched are meant as they were."""
        data = self.cleaned_data
        typed = Typed(
            day=data["work_date"],
            starts=data["starts"],
            ends=data["ends"],
            zone=self.zone,
            break_minutes=data["break_minutes"] or 0,
            ends_next_day=data["ends_next_day"],
            start_fold=data["start_fold"],
            end_fold=data["end_fold"],
        )
        return durations.settled(_as_before(typed, self.work) if self.work else typed)

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
            rate_override=self._rate,
        )

    @property
    def _rate(self) -> Decimal | None:
        """Return the rate that was typed; who may not see it keeps the one there is."""
        if "rate" in self.fields:
            return self.cleaned_data["rate"] or None
        return self.work.rate_override if self.work else None


def _as_before(typed: Typed, work: Work) -> Typed:
    """Return ``typed`` with what ``work`` knows of a time that is still the same."""
    starts, ends = work.starts.replace(tzinfo=None), work.ends.replace(tzinfo=None)
    if typed.start_fold is None and datetime.combine(typed.day, typed.starts) == starts:
        typed = replace(typed, start_fold=starts.fold)
    if typed.end_fold is None and datetime.combine(typed.last_day, typed.ends) == ends:
        typed = replace(typed, end_fold=ends.fold)
    return typed


def _fold(moment: datetime) -> int | None:
    """Return which of two equal times ``moment`` is, if the clock showed it twice."""
    is_twice = moment.utcoffset() != moment.replace(fold=1 - moment.fold).utcoffset()
    return moment.fold if is_twice else None


def _of_now(ticket: Ticket, user: User) -> dict[str, object]:
    now: datetime = current_time.now().astimezone(user.zone)
    return {"work_date": now.date(), "break_minutes": 0, "project": proposed_project(ticket, user)}


def _of_work(work: Work) -> dict[str, object]:
    differs = work.billable_minutes != work.minutes
    return {
        "work_date": work.work_date,
        "starts": work.starts.time(),
        "ends": work.ends.time(),
        "ends_next_day": work.ends_next_day,
        "start_fold": _fold(work.starts),
        "end_fold": _fold(work.ends),
        "rate": work.rate_override,
        "break_minutes": work.break_minutes,
        "service": work.service_id,
        "billing_mode": work.billing_mode,
        "billable_minutes": work.billable_minutes if differs else None,
        "billable_reason": work.billable_reason,
        "project": work.project_id,
        "description": work.description,
        "internal_note": work.internal_note,
    }
