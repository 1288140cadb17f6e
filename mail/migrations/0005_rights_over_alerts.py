"""What administrators may do with alerts."""

from django.db import migrations

from helpdesk.grants import grant


def give(apps, schema_editor):
    """Give the groups their rights."""
    grant(apps, "mail", {"admin": ["view_alert alert"]})


class Migration(migrations.Migration):
    dependencies = [
        ("mail", "0004_watched_mailboxes"),
        ("helpdesk", "0002_groups"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
