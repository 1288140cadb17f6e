"""What a new desk starts with, and what its groups may do.

A type with Dokos' statuses, severities, and GLPI's matrix; all may be changed.
"""

from django.db import migrations
from django.utils.translation import gettext_noop as _

from helpdesk.grants import grant

STATUSES = [
    ("new", _("New"), _("We have received it"), "new"),
    ("open", _("Open"), _("We are working on it"), "open"),
    ("replied", _("Waiting for the customer"), _("We are waiting for your answer"), "replied"),
    ("on-hold", _("On hold"), _("On hold"), "on_hold"),
    ("resolved", _("Resolved"), _("Solved, please confirm"), "resolved"),
    ("closed", _("Closed"), _("Closed"), "closed"),
]
SEVERITIES = [("low", "Low"), ("medium", "Medium"), ("high", "High")]
LOW, MEDIUM, HIGH = 2, 3, 4

# Everybody at the desk sees all tickets and hands them over, until an administrator takes the right away.
WORK = [f"{right} ticket" for right in "view_ticket add_ticket change_ticket view_all_tickets hand_over_ticket".split()]
BEND = ["choose_policy ticket", "reset_agreement ticket", "set_deadline ticket"]
LEAD = [*WORK, "assign_ticket ticket", "delete_any_note note", *BEND]
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
        "mailtemplate",
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


def priority_code(urgency, impact):
    """Return the priority in the middle between urgency and impact; the higher one in doubt."""
    level = (urgency + impact + 1) // 2
    return {1: "low", LOW: "low", MEDIUM: "medium", HIGH: "high"}.get(level, "urgent")


def set_up(apps, schema_editor):
    """Make the first configuration, unless there is one, and grant the rights."""
    grant(apps, "tickets", GRANTS)
    type_model = apps.get_model("tickets", "TicketType")
    if type_model.objects.exists():
        return
    series = apps.get_model("tickets", "NumberingSeries").objects.create(code="req", description="Requests")
    ticket_type = type_model.objects.create(code="req", name="Request", kind="request", series=series)
    for position, (code, name, customer_name, category) in enumerate(STATUSES):
        ticket_type.statuses.create(
            code=code,
            name=name,
            customer_name=customer_name,
            category=category,
            position=position,
            is_default=position == 0,
        )
    for rank, (code, description) in enumerate(SEVERITIES):
        apps.get_model("tickets", "Severity").objects.create(code=code, description=description, rank=rank)
    _fill_matrix(apps)


def _fill_matrix(apps):
    priorities = {p.code: p for p in apps.get_model("sla", "Priority").objects.all()}
    cell_model = apps.get_model("tickets", "PriorityCell")
    for urgency in range(1, 6):
        for impact in range(1, 6):
            priority = priorities.get(priority_code(urgency, impact))
            if priority:
                cell_model.objects.create(urgency=str(urgency), impact=str(impact), priority=priority)


class Migration(migrations.Migration):
    dependencies = [
        ("tickets", "0002_slim_search_documents"),
        ("sla", "0002_first_policy_and_rights"),
        ("helpdesk", "0004_groups_and_their_rights"),
    ]

    operations = [migrations.RunPython(set_up, migrations.RunPython.noop)]
