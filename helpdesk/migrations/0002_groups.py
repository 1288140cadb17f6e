"""The groups that every installation ships with; each app grants them its own rights."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

GROUPS = ["agent", "supervisor", "sales", "biller", "admin", "customer"]


def make_groups(apps: Apps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the groups that are missing."""
    group = apps.get_model("auth", "Group")
    for name in GROUPS:
        group.objects.get_or_create(name=name)


class Migration(migrations.Migration):
    """Make the groups."""

    dependencies = [("helpdesk", "0001_people_files_and_firm"), ("contenttypes", "0002_remove_content_type_name")]

    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
