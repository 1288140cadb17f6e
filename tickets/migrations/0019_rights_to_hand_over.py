"""Everybody at the desk may hand tickets over until an administrator takes the right away; what was read was seen."""

from django.db import migrations
from django.db.models import F

from helpdesk.grants import grant

GROUPS = ("agent", "supervisor", "sales", "biller", "admin")


def give(apps, schema_editor):
    """Grant the right, and date what was seen by when it was read."""
    grant(apps, "tickets", {name: ["hand_over_ticket ticket"] for name in GROUPS})
    apps.get_model("tickets", "Notification").objects.exclude(read_at=None).update(seen_at=F("read_at"))


class Migration(migrations.Migration):
    dependencies = [("tickets", "0018_handed_over_and_seen"), ("helpdesk", "0002_groups")]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
