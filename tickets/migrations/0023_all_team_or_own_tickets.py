"""How far agents see is a right; whoever may do something with tickets today goes on seeing all of them."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

from helpdesk.grants import grant

GROUPS = ("agent", "supervisor", "sales", "biller", "admin")
WORK = Q(codename__in=["view_ticket", "add_ticket", "change_ticket"], content_type__app_label="tickets")


def give(apps, schema_editor):
    """Grant the right to see all, to groups and people who have other rights over tickets too."""
    grant(apps, "tickets", {name: ["view_all_tickets ticket"] for name in GROUPS})
    permissions = apps.get_model("auth", "Permission").objects
    everything = permissions.get(codename="view_all_tickets", content_type__app_label="tickets")
    rights = permissions.filter(WORK)
    for group in apps.get_model("auth", "Group").objects.filter(permissions__in=rights).distinct():
        group.permissions.add(everything)
    for person in apps.get_model("helpdesk", "User").objects.filter(user_permissions__in=rights).distinct():
        person.user_permissions.add(everything)


class Migration(migrations.Migration):
    dependencies = [("tickets", "0022_notes_by_mail"), ("helpdesk", "0002_groups")]

    operations = [
        migrations.AlterModelOptions(
            name="ticket",
            options={
                "permissions": [
                    ("view_all_tickets", "Can see all tickets"),
                    ("view_team_tickets", "Can see his own tickets and those of his groups"),
                    ("view_own_tickets", "Can see the tickets that he owns, opened, watches or is mentioned in"),
                    ("renumber_ticket", "Can give a ticket a number of another series"),
                    ("assign_ticket", "Can assign tickets to others"),
                    ("hand_over_ticket", "Can hand tickets over to a colleague or a group"),
                    ("choose_policy", "Can put a ticket under another policy of service levels"),
                    ("reset_agreement", "Can start a ticket's service levels anew"),
                    ("set_deadline", "Can set a ticket's deadline by hand"),
                ],
                "verbose_name": "ticket",
                "verbose_name_plural": "tickets",
            },
        ),
        migrations.AlterField(
            model_name="notification",
            name="ticket",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="notifications",
                related_query_name="notification",
                to="tickets.ticket",
                verbose_name="ticket",
            ),
        ),
        migrations.RunPython(give, migrations.RunPython.noop),
    ]
