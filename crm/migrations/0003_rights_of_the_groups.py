"""What the shipped groups may do in the customer register."""

from typing import ClassVar

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from helpdesk.grants import grant

KEEP = [
    *(f"{verb}_{model} {model}" for model in ("company", "contact") for verb in ("view", "add", "change")),
    *(f"view_{model} {model}" for model in ("companygroup", "companydomain", "address", "project", "asset")),
]
REPAIR = [
    f"{verb}_{model} {model}"
    for verb in ("view", "add", "change", "delete")
    for model in (
        "companygroup",
        "company",
        "companydomain",
        "address",
        "contact",
        "project",
        "projecttask",
        "projectresource",
        "asset",
    )
]
GRANTS = {
    "agent": KEEP,
    "supervisor": KEEP,
    "sales": KEEP,
    "biller": KEEP,
    "admin": REPAIR,
}


def grant_rights(apps: Apps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Let everybody at the desk keep companies and contacts, and administrators repair everything."""
    grant(apps, "crm", GRANTS)


class Migration(migrations.Migration):
    """Grant the rights."""

    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("crm", "0002_companies_contacts_projects"),
        ("helpdesk", "0002_groups"),
    ]
    operations: ClassVar[list[migrations.RunPython]] = [
        migrations.RunPython(grant_rights, migrations.RunPython.noop),
    ]
