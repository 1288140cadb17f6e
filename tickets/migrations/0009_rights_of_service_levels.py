"""Who may bend what was promised: supervisors and administrators."""

from django.db import migrations

from helpdesk.grants import grant

BEND = ["choose_policy ticket", "reset_agreement ticket", "set_deadline ticket"]


def give(apps, schema_editor):
    """Grant the rights."""
    grant(apps, "tickets", {"supervisor": BEND, "admin": BEND})


class Migration(migrations.Migration):
    dependencies = [("tickets", "0008_groups_and_notifications"), ("helpdesk", "0002_groups")]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
