"""The series that proposals are numbered by."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

CODE = "PF"


def make(apps: Apps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the series, unless somebody has it already."""
    apps.get_model("tickets", "NumberingSeries").objects.get_or_create(
        code=CODE,
        defaults={"description": "Invoice proposals", "period": "yearly", "pattern": "PF-{year}-{number:04d}"},
    )


def unmake(apps: Apps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Remove the series while no number was taken."""
    apps.get_model("tickets", "NumberingSeries").objects.filter(code=CODE, counters=None).delete()


class Migration(migrations.Migration):
    """Make the series."""

    dependencies = [("billing", "0002_events_stay"), ("tickets", "0002_search_words")]

    operations = [migrations.RunPython(make, unmake)]
