"""Calendars in the administration: the week at a glance, and what comes next."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import BaseModelForm
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from helpdesk import current_time
from helpdesk.models import User
from sla import actions
from sla.forms import WEEKDAYS, CalendarForm, OpeningForm
from sla.hours import format_windows
from sla.models import Calendar, ClosedDay, ExtraOpening


class ClosedDayInline(admin.TabularInline[ClosedDay, Calendar]):
    """Days on which the desk stays closed."""

    model = ClosedDay
    extra = 0


class ExtraOpeningInline(admin.TabularInline[ExtraOpening, Calendar]):
    """Days on which it opens out of the ordinary."""

    model = ExtraOpening
    form = OpeningForm
    extra = 0


@admin.register(Calendar)
class CalendarAdmin(admin.ModelAdmin[Calendar]):
    """A calendar that one can read at a glance."""

    form = CalendarForm
    list_display = ["name", "time_zone", "country", "week"]
    inlines = [ClosedDayInline, ExtraOpeningInline]
    readonly_fields = ["week_grid", "next_closed_days"]
    fieldsets = [
        (None, {"fields": ["name", "time_zone"]}),
        (_("Working hours, like 09:00–13:00, 14:00–18:00"), {"fields": [*WEEKDAYS, "week_grid"]}),
        (_("Closed days"), {"fields": ["country", "region", "next_closed_days"]}),
    ]

    class Media:
        css = {"all": ["css/admin.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Calendar]:
        """Fetch along what the week is drawn from."""
        return Calendar.objects.with_times()

    @admin.display(description=_("at a glance"))
    def week_grid(self, calendar: Calendar) -> SafeString | str:
        """Draw the week: a row for each day, a bar for each window."""
        if calendar._state.adding:  # noqa: SLF001 -- the page of a new calendar has no rows yet
            return "–"
        rows = list(calendar.windows.all())
        days = [(day.label, [row.window for row in rows if row.weekday == day]) for day in WEEKDAYS.values()]
        drawn = [(label, format_windows(windows), windows) for label, windows in days]
        return render_to_string("sla/admin/_week_grid.html", {"days": drawn, "hours": range(0, 25, 3)})

    @admin.display(description=_("next closed days"))
    def next_closed_days(self, calendar: Calendar) -> SafeString | str:
        """Name the next ten days on which the desk stays closed."""
        if calendar._state.adding:  # noqa: SLF001 -- the page of a new calendar has no rows yet
            return "–"
        today = current_time.now().astimezone(calendar.zone).date()
        closed = calendar.next_closed_days(today, language=get_language() or "")
        lines = [(date_format(day, "D j N Y"), name) for day, name in closed]
        return format_html_join("", "<div>{} · {}</div>", lines) or "–"

    @admin.display(description=_("week"))
    def week(self, calendar: Calendar) -> SafeString:
        """Write the whole week, one line a day."""
        rows = list(calendar.windows.all())
        days = [
            (day.label, format_windows(row.window for row in rows if row.weekday == day)) for day in WEEKDAYS.values()
        ]
        return format_html_join("", "<div>{} {}</div>", [(day, hours) for day, hours in days if hours])

    def save_related(
        self, request: HttpRequest, form: BaseModelForm[Calendar], formsets: list[Any], change: bool
    ) -> None:
        """Keep the week too, and publish what goes by it."""
        super().save_related(request, form, formsets, change)
        if isinstance(form, CalendarForm):
            actions.set_week(form.instance, form.week)
        by = request.user if isinstance(request.user, User) else None
        actions.publish_calendar(Calendar.objects.get(pk=form.instance.pk), by=by)
