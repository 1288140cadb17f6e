"""What administrators may do with mail."""

from django.db import migrations

from helpdesk.grants import grant

ADMINISTER = [
    *(f"{verb}_mailbox mailbox" for verb in ("view", "add", "change", "delete")),
    *(f"{verb}_inboundmail inboundmail" for verb in ("view", "change")),
    "view_outboundmail outboundmail",
    "view_delivery delivery",
    "view_alert alert",
]


def give(apps, schema_editor):
    """Give administrators their rights."""
    grant(apps, "mail", {"admin": ADMINISTER})


class Migration(migrations.Migration):
    dependencies = [("mail", "0001_initial"), ("helpdesk", "0004_groups_and_their_rights")]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
