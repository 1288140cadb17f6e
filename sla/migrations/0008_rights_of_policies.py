"""What the shipped groups may do with versions, levels and escalations."""

from django.db import migrations

from helpdesk.grants import grant

LOOK = [f"view_{model} {model}" for model in "grouptarget escalationlevel policyversion escalation".split()]
DEFINE = [
    f"{verb}_{model} {model}" for verb in ("add", "change", "delete") for model in ("grouptarget", "escalationlevel")
]
GRANTS = {"supervisor": LOOK, "admin": [*LOOK, *DEFINE]}


def grant_rights(apps, schema_editor):
    """Let supervisors look, and administrators define; escalations are planned by the clocks alone."""
    grant(apps, "sla", GRANTS)


class Migration(migrations.Migration):
    dependencies = [("sla", "0007_clocks_go_by_versions"), ("helpdesk", "0002_groups")]

    operations = [migrations.RunPython(grant_rights, migrations.RunPython.noop)]
