"""The series that proposals are numbered by, and what the shipped groups may do in billing."""

from django.db import migrations

from helpdesk.grants import grant

CODE = "PF"

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


def make(apps, schema_editor):
    """Make the series, unless somebody has it already; let agents log works and billers bill them."""
    apps.get_model("tickets", "NumberingSeries").objects.get_or_create(
        code=CODE,
        defaults={"description": "Invoice proposals", "period": "yearly", "pattern": "PF-{year}-{number:04d}"},
    )
    grant(apps, "billing", GRANTS)


def unmake(apps, schema_editor):
    """Remove the series while no number was taken."""
    apps.get_model("tickets", "NumberingSeries").objects.filter(code=CODE, counters=None).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("billing", "0002_events_stay"),
        ("tickets", "0001_initial"),
        ("helpdesk", "0004_groups_and_their_rights"),
    ]

    operations = [migrations.RunPython(make, unmake)]
