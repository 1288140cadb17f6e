"""What the shipped groups may do with tickets."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from helpdesk.grants import grant

WORK = ["view_ticket ticket", "add_ticket ticket", "change_ticket ticket"]
LEAD = [*WORK, "assign_ticket ticket", "delete_any_note note"]
SETUP = [
    f"{verb}_{model} {model}"
    for model in (
        "tickettype",
        "ticketstatus",
        "ticketcategory",
        "severity",
        "operation",
        "prioritycell",
        "mailboxroute",
        "numberingseries",
    )
    for verb in ("view", "add", "change", "delete")
]
GRANTS = {
    "agent": WORK,
    "supervisor": LEAD,
    "sales": WORK,
    "biller": WORK,
    "admin": [*LEAD, "renumber_ticket ticket", *SETUP],
}


def give(apps: Apps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Grant the rights."""
    grant(apps, "tickets", GRANTS)


class Migration(migrations.Migration):
    """Grant the rights."""

    dependencies = [("tickets", "0002_search_words"), ("helpdesk", "0002_groups")]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
