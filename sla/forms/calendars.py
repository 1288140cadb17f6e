"""Calendars as an administrator writes them."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sla.calendar import Window, countries
from sla.enums import Weekday
from sla.hours import NotHours, Overlap, format_windows, parse_windows
from sla.models import Calendar, ExtraOpening

WEEKDAYS = {weekday.name.lower(): weekday for weekday in Weekday}


class HoursField(forms.CharField):
    """The windows of one day, written like 09:00–13:00, 14:00–18:00; nothing means closed."""

    def to_python(self, value: str | None) -> list[Window]:  # type: ignore[override]
        """Read the windows."""
        try:
            return parse_windows(super().to_python(value) or "")
        except Overlap as both:
            raise ValidationError(_("These hours overlap: %(both)s."), params={"both": both}) from both
        except NotHours as unread:
            raise ValidationError(_("Write hours like 09:00–13:00, 14:00–18:00.")) from unread

    def prepare_value(self, value: object) -> object:
        """Write the windows; what was typed stays as it was typed."""
        return format_windows(value) if isinstance(value, list) else value


def _day(weekday: Weekday) -> HoursField:
    return HoursField(label=weekday.label, required=False, widget=forms.TextInput(attrs={"size": 40}))


class CalendarForm(forms.ModelForm[Calendar]):
    """A calendar with its week, one line a day."""

    monday = _day(Weekday.MONDAY)
    tuesday = _day(Weekday.TUESDAY)
    wednesday = _day(Weekday.WEDNESDAY)
    thursday = _day(Weekday.THURSDAY)
    friday = _day(Weekday.FRIDAY)
    saturday = _day(Weekday.SATURDAY)
    sunday = _day(Weekday.SUNDAY)

    class Meta:
        model = Calendar
        fields = ("name", "time_zone", "country", "region")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            for name, weekday in WEEKDAYS.items():
                self.initial[name] = [row.window for row in self.instance.windows.all() if row.weekday == weekday]

    def clean_country(self) -> str:
        """Take small letters too."""
        return str(self.cleaned_data["country"]).strip().upper()

    def clean_region(self) -> str:
        """Take small letters too."""
        typed = str(self.cleaned_data["region"]).strip()
        known = countries().get(self.cleaned_data.get("country", ""), [])
        return next((code for code in known if code.upper() == typed.upper()), typed)

    @property
    def week(self) -> dict[int, list[Window]]:
        """Return the windows of each weekday, after validation."""
        return {weekday: self.cleaned_data.get(name, []) for name, weekday in WEEKDAYS.items()}

    def clean(self) -> dict[str, Any] | None:
        """Refuse a week without any working time: nothing could ever fall due by it."""
        if not self.errors and not any(self.week.values()):
            raise ValidationError(_("A calendar needs working hours on at least one weekday."))
        return super().clean()


class OpeningForm(forms.ModelForm[ExtraOpening]):
    """One extra opening."""

    hours = HoursField(label=_("hours"))

    class Meta:
        model = ExtraOpening
        fields = ("day",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["hours"] = [self.instance.window]

    def clean_hours(self) -> list[Window]:
        """Put the one window on the row; a second one is a row of its own."""
        windows: list[Window] = self.cleaned_data["hours"]
        if len(windows) != 1:
            raise ValidationError(_("Write one stretch of hours a line."))
        self.instance.opens_minute, self.instance.closes_minute = windows[0]
        return windows
