"""What the shipped groups may do with service levels."""

from django.db import migrations

from helpdesk.grants import grant

MODELS = (
    "priority calendar calendarwindow closedday extraopening policy policytarget agreement clock clockpause".split()
)
LOOK = [f"view_{model} {model}" for model in MODELS]
DEFINE = [
    f"{verb}_{model} {model}"
    for verb in ("view", "add", "change", "delete")
    for model in MODELS
    if model not in {"agreement", "clock", "clockpause"}
]
GRANTS = {"supervisor": LOOK, "admin": sorted({*LOOK, *DEFINE})}


def grant_rights(apps, schema_editor):
    """Let supervisors look, and administrators define; clocks are moved by what happens to tickets alone."""
    grant(apps, "sla", GRANTS)


class Migration(migrations.Migration):
    dependencies = [
        ("sla", "0002_default_levels"),
        ("helpdesk", "0002_groups"),
    ]

    operations = [migrations.RunPython(grant_rights, migrations.RunPython.noop)]
