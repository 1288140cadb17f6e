import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Let a group have a ticket, and tell people at the desk of what happens."""

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("tickets", "0007_found_fast"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="ticket",
            options={
                "permissions": [
                    ("renumber_ticket", "Can give a ticket a number of another series"),
                    ("assign_ticket", "Can assign tickets to others"),
                    ("choose_policy", "Can put a ticket under another policy of service levels"),
                    ("reset_agreement", "Can start a ticket's service levels anew"),
                    ("set_deadline", "Can set a ticket's deadline by hand"),
                ],
                "verbose_name": "ticket",
                "verbose_name_plural": "tickets",
            },
        ),
        migrations.AddField(
            model_name="ticket",
            name="group",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="auth.group",
                verbose_name="group at work",
            ),
        ),
        migrations.CreateModel(
            name="Notification",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("breach_soon", "Deadline comes near"),
                            ("breached", "Deadline missed"),
                            ("assigned", "Assigned to you"),
                            ("replied", "The customer answered"),
                            ("reopened", "Open again"),
                            ("mentioned", "You are mentioned"),
                        ],
                        max_length=20,
                        verbose_name="what",
                    ),
                ),
                ("data", models.JSONField(blank=True, default=dict)),
                ("at", models.DateTimeField(verbose_name="when")),
                ("read_at", models.DateTimeField(blank=True, null=True, verbose_name="read")),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="tickets.ticket",
                        verbose_name="ticket",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notifications",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
            ],
            options={
                "verbose_name": "notification",
                "verbose_name_plural": "notifications",
                "ordering": ["-at", "-pk"],
                "indexes": [
                    models.Index(fields=["user", "-at", "-id"], name="notification_of_user"),
                    models.Index(condition=models.Q(("read_at", None)), fields=["user"], name="notification_unread"),
                ],
            },
        ),
        migrations.CreateModel(
            name="NotificationSetting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("breach_soon", "Deadline comes near"),
                            ("breached", "Deadline missed"),
                            ("assigned", "Assigned to you"),
                            ("replied", "The customer answered"),
                            ("reopened", "Open again"),
                            ("mentioned", "You are mentioned"),
                        ],
                        max_length=20,
                        verbose_name="what",
                    ),
                ),
                ("in_app", models.BooleanField(default=True, verbose_name="in the app")),
                ("by_mail", models.BooleanField(default=True, verbose_name="by mail")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notification_settings",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
            ],
            options={
                "verbose_name": "notification setting",
                "verbose_name_plural": "notification settings",
                "constraints": [models.UniqueConstraint(fields=("user", "kind"), name="notification_setting_once")],
            },
        ),
    ]
