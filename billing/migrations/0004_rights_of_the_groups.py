"""What the shipped groups may do in billing."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from helpdesk.grants import grant

LOG = ["view_work work", "add_work work", "change_work work", "delete_work work"]
LOOK = ["view_invoiceproposal invoiceproposal", "view_amounts invoiceproposal"]
LEAD = [*LOG, "change_any_work work", *LOOK, "set_billing_status invoiceproposal", "view_billingevent billingevent"]
BILL = [
    *LEAD,
    "generate_invoiceproposal invoiceproposal",
    "change_invoiceproposal invoiceproposal",
    "view_proposalbatch proposalbatch",
]
GRANTS = {
    "agent": LOG,
    "supervisor": LEAD,
    "sales": [*LOG, *LOOK],
    "biller": BILL,
    "admin": BILL,
}


def give(apps: Apps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Let agents log works and billers bill them."""
    grant(apps, "billing", GRANTS)


class Migration(migrations.Migration):
    """Grant the rights."""

    dependencies = [("billing", "0003_proposal_numbers"), ("helpdesk", "0002_groups")]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
