"""The days that a report or a simulation is about."""

from datetime import date, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from helpdesk.forms import DayField

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
