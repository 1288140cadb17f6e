"""The groups that every installation ships with, and what they may do with people, our own firm and what the desk keeps.

Each app grants the groups its own rights.
"""

from django.db import migrations

from helpdesk.grants import grant

GROUPS = ["agent", "supervisor", "sales", "biller", "admin", "customer"]
ADMINISTER = [
    *(f"{verb}_user user" for verb in ("view", "add", "change")),
    *(f"{verb}_operatordefaults operatordefaults" for verb in ("view", "add", "change", "delete")),
    *(f"{verb}_companyprofile companyprofile" for verb in ("view", "add", "change")),
    "view_auditevent auditevent",
]


def make(apps, schema_editor):
    """Let administrators keep people and our firm; rights beyond the groups are given by superusers alone."""
    for name in GROUPS:
        apps.get_model("auth", "Group").objects.get_or_create(name=name)
    grant(apps, "helpdesk", {"admin": ADMINISTER})
    grant(apps, "django_celery_results", {"admin": ["view_taskresult taskresult"]})


class Migration(migrations.Migration):
    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("django_celery_results", "0014_alter_taskresult_status"),
        ("helpdesk", "0003_audit_log_stays"),
    ]

    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
