from django.db import migrations, models


def _schedule(calendar):
    week = [[] for _ in range(7)]
    for row in calendar.windows.order_by("weekday", "opens_minute"):
        week[row.weekday].append([row.opens_minute, row.closes_minute])
    return {
        "zone": calendar.time_zone,
        "week": week,
        "closed": [
            {"name": row.name, "first": row.first.isoformat(), "last": row.last.isoformat(), "yearly": row.yearly}
            for row in calendar.closed_days.order_by("first", "name")
        ],
        "openings": [
            {"day": row.day.isoformat(), "window": [row.opens_minute, row.closes_minute]}
            for row in calendar.openings.order_by("day", "opens_minute")
        ],
        "country": calendar.country,
        "region": calendar.region,
    }


def fill(apps, schema_editor):
    """Freeze each calendar as it stands; without one there are the days of our own zone."""
    PolicyVersion = apps.get_model("sla", "PolicyVersion")
    firm = apps.get_model("helpdesk", "CompanyProfile").objects.first()
    zone = firm.time_zone if firm else "Europe/Rome"
    always = {"zone": zone, "week": [[[0, 1440]]] * 7, "closed": [], "openings": [], "country": "", "region": ""}
    for version in PolicyVersion.objects.select_related("calendar"):
        version.hours = _schedule(version.calendar) if version.calendar else always
        version.save(update_fields=["hours"])


class Migration(migrations.Migration):
    dependencies = [("sla", "0011_standstills")]

    operations = [
        migrations.AddField(
            model_name="policyversion",
            name="hours",
            field=models.JSONField(
                default=dict, help_text="The calendar as it stood: an edit of it moves no clock.", verbose_name="hours"
            ),
            preserve_default=False,
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
