"""What the shipped groups may do with people and with our own firm."""

from django.db import migrations

from helpdesk.grants import grant

GRANTS = {
    "admin": [
        *(f"{verb}_user user" for verb in ("view", "add", "change")),
        *(f"{verb}_operatordefaults operatordefaults" for verb in ("view", "add", "change", "delete")),
        *(f"{verb}_companyprofile companyprofile" for verb in ("view", "add", "change")),
    ],
}


def grant_rights(apps, schema_editor):
    """Let administrators keep people and our firm; rights beyond the groups are given by superusers alone."""
    grant(apps, "helpdesk", GRANTS)


class Migration(migrations.Migration):
    dependencies = [("helpdesk", "0003_operator_defaults")]

    operations = [migrations.RunPython(grant_rights, migrations.RunPython.noop)]
