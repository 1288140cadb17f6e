"""Who may try policies out: supervisors and administrators."""

from django.db import migrations

from helpdesk.grants import grant

TRY = ["view_simulation simulation", "add_simulation simulation", "view_simulationpart simulationpart"]


def grant_rights(apps, schema_editor):
    """Grant the rights."""
    grant(apps, "sla", {"supervisor": TRY, "admin": TRY})


class Migration(migrations.Migration):
    dependencies = [("sla", "0009_simulations"), ("helpdesk", "0002_groups")]

    operations = [migrations.RunPython(grant_rights, migrations.RunPython.noop)]
