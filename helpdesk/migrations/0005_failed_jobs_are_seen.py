"""Administrators look at jobs that failed."""

from django.db import migrations

from helpdesk.grants import grant


def grant_rights(apps, schema_editor):
    """Let administrators see results of jobs."""
    grant(apps, "django_celery_results", {"admin": ["view_taskresult taskresult"]})


class Migration(migrations.Migration):
    dependencies = [
        ("helpdesk", "0004_rights_of_the_groups"),
        ("django_celery_results", "0014_alter_taskresult_status"),
    ]

    operations = [migrations.RunPython(grant_rights, migrations.RunPython.noop)]
