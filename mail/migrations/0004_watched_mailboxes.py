"""Mailboxes that were fetched before: what lies in them already is not new."""

from django.db import migrations
from django.db.models import F
from django.utils import timezone


def watch(apps, schema_editor):
    """Set the floor of each folder that has a cursor."""
    known = apps.get_model("mail", "Mailbox").objects.exclude(uidvalidity=None)
    known.update(floor_uid=F("last_uid"), watched_since=timezone.now())


class Migration(migrations.Migration):
    dependencies = [("mail", "0003_mailboxes_and_alerts")]

    operations = [migrations.RunPython(watch, migrations.RunPython.noop)]
