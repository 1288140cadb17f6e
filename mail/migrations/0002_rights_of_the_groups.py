"""What administrators may do with mail."""

from django.db import migrations

from helpdesk.grants import grant

GRANTS = {
    "admin": [
        *(f"{verb}_mailbox mailbox" for verb in ("view", "add", "change", "delete")),
        *(f"{verb}_inboundmail inboundmail" for verb in ("view", "change")),
        "view_outboundmail outboundmail",
        "view_delivery delivery",
    ],
}


def give(apps, schema_editor):
    """Give the groups their rights."""
    grant(apps, "mail", GRANTS)


class Migration(migrations.Migration):
    dependencies = [
        ("mail", "0001_initial"),
        ("helpdesk", "0002_groups"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
