"""Who may change the words of the desk's own mails."""

from django.db import migrations

from helpdesk.grants import grant

GRANTS = {"admin": [f"{verb}_mailtemplate mailtemplate" for verb in ("view", "add", "change", "delete")]}


def give(apps, schema_editor):
    """Give the groups their rights."""
    grant(apps, "tickets", GRANTS)


class Migration(migrations.Migration):
    dependencies = [
        ("tickets", "0012_words_of_our_own"),
        ("helpdesk", "0002_groups"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
