"""The priorities, the calendar and the policy that every installation begins with."""

from django.db import migrations
from django.utils.translation import gettext_noop

PRIORITIES = [
    ("low", gettext_noop("Low"), 10, "secondary", 8 * 60, 40 * 60),
    ("medium", gettext_noop("Medium"), 20, "blue", 4 * 60, 16 * 60),
    ("high", gettext_noop("High"), 30, "orange", 2 * 60, 8 * 60),
    ("urgent", gettext_noop("Urgent"), 40, "red", 60, 4 * 60),
]
HOURS = [(9 * 60, 13 * 60), (14 * 60, 18 * 60)]
CALENDAR = "Office hours"
POLICY = "Standard"


def make(apps, schema_editor):
    Calendar, Policy = apps.get_model("sla", "Calendar"), apps.get_model("sla", "Policy")
    calendar = Calendar.objects.create(name=CALENDAR, time_zone="Europe/Rome")
    for weekday in range(5):
        for opens, closes in HOURS:
            calendar.windows.create(weekday=weekday, opens_minute=opens, closes_minute=closes)
    policy = Policy.objects.create(name=POLICY, calendar=calendar, is_default=True)
    for code, name, rank, colour, response, resolution in PRIORITIES:
        priority = apps.get_model("sla", "Priority").objects.create(code=code, name=name, rank=rank, colour=colour)
        policy.targets.create(priority=priority, kind="first_response", minutes=response)
        policy.targets.create(priority=priority, kind="resolution", minutes=resolution)


def unmake(apps, schema_editor):
    apps.get_model("sla", "Policy").objects.filter(name=POLICY).delete()
    apps.get_model("sla", "Calendar").objects.filter(name=CALENDAR).delete()
    codes = [code for code, *_ in PRIORITIES]
    apps.get_model("sla", "Priority").objects.filter(code__in=codes).delete()


class Migration(migrations.Migration):
    dependencies = [("sla", "0001_calendars_policies_clocks")]

    operations = [migrations.RunPython(make, unmake)]
