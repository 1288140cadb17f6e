"""Write calendars and policies; no running clock moves by it."""

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.db.models import F

from sla.calendar import Window
from sla.enums import Kind
from sla.models import Calendar, CalendarWindow, Policy, PolicyTarget, Priority


@transaction.atomic
def set_week(calendar: Calendar, week: Mapping[int, Iterable[Window]]) -> None:
    """Replace the weekly windows of ``calendar``; a weekday that is not named is closed."""
    calendar.windows.all().delete()
    CalendarWindow.objects.bulk_create(
        CalendarWindow(calendar=calendar, weekday=weekday, opens_minute=window.opens, closes_minute=window.closes)
        for weekday, windows in week.items()
        for window in windows
    )


@transaction.atomic
def set_targets(policy: Policy, targets: Mapping[tuple[Priority, Kind], int]) -> None:
    """Replace the targets of ``policy``, in minutes, and count up its version."""
    policy.targets.all().delete()
    PolicyTarget.objects.bulk_create(
        PolicyTarget(policy=policy, priority=priority, kind=kind, minutes=minutes)
        for (priority, kind), minutes in targets.items()
    )
    Policy.objects.filter(pk=policy.pk).update(version=F("version") + 1)
    policy.refresh_from_db(fields=["version"])
