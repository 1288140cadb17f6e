"""What the shipped groups may do in the customer register."""

from django.db import migrations

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


def give(apps, schema_editor):
    """Let everybody at the desk keep companies and contacts, and administrators repair everything."""
    grant(apps, "crm", GRANTS)


class Migration(migrations.Migration):
    dependencies = [("crm", "0001_initial"), ("helpdesk", "0004_groups_and_their_rights")]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
