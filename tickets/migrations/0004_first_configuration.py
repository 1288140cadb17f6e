"""What a new desk starts with: a type with Dokos' statuses, severities, and GLPI's matrix; all may be changed."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils.translation import gettext_noop as _

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


def priority_code(urgency: int, impact: int) -> str:
    """Return the priority in the middle between urgency and impact; the higher one in doubt."""
    level = (urgency + impact + 1) // 2
    return {1: "low", LOW: "low", MEDIUM: "medium", HIGH: "high"}.get(level, "urgent")


def set_up(apps: Apps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the first configuration, unless there is one."""
    type_model = apps.get_model("tickets", "TicketType")
    if type_model.objects.exists():
        return
    series = apps.get_model("tickets", "NumberingSeries").objects.create(code="req", description="Requests")
    ticket_type = type_model.objects.create(code="req", name="Request", kind="request", series=series)
    status_model = apps.get_model("tickets", "TicketStatus")
    for position, (code, name, customer_name, category) in enumerate(STATUSES):
        status_model.objects.create(
            type=ticket_type,
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


def _fill_matrix(apps: Apps) -> None:
    priorities = {p.code: p for p in apps.get_model("sla", "Priority").objects.all()}
    cell_model = apps.get_model("tickets", "PriorityCell")
    for urgency in range(1, 6):
        for impact in range(1, 6):
            priority = priorities.get(priority_code(urgency, impact))
            if priority:
                cell_model.objects.create(urgency=str(urgency), impact=str(impact), priority=priority)


class Migration(migrations.Migration):
    """Set the desk up."""

    dependencies = [("tickets", "0003_rights_of_the_groups"), ("sla", "0002_default_levels")]

    operations = [migrations.RunPython(set_up, migrations.RunPython.noop)]
