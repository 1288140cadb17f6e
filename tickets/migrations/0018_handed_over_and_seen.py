from django.db import migrations, models

KINDS = [
    ("breach_soon", "Deadline comes near"),
    ("breached", "Deadline missed"),
    ("assigned", "Assigned to you"),
    ("group_assigned", "Assigned to your group"),
    ("replied", "The customer answered"),
    ("reopened", "Open again"),
    ("mentioned", "You are mentioned"),
    ("undelivered", "Mail not delivered"),
]


class Migration(migrations.Migration):
    """Let agents hand tickets over, and tell news that was seen from news that is new."""

    dependencies = [
        ("tickets", "0017_told_of_undelivered_mail"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="ticket",
            options={
                "permissions": [
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
            name="kind",
            field=models.CharField(choices=KINDS, max_length=20, verbose_name="what"),
        ),
        migrations.AlterField(
            model_name="notificationsetting",
            name="kind",
            field=models.CharField(choices=KINDS, max_length=20, verbose_name="what"),
        ),
        migrations.AddField(
            model_name="notification",
            name="seen_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="seen"),
        ),
        migrations.AddIndex(
            model_name="notification",
            index=models.Index(fields=["user", "ticket", "-id"], name="notification_of_ticket"),
        ),
        migrations.AddIndex(
            model_name="notification",
            index=models.Index(condition=models.Q(("seen_at", None)), fields=["user"], name="notification_unseen"),
        ),
    ]
