"""The audit log is written once: the database refuses to change or delete a row."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from helpdesk.grants import grant

GUARD = """
CREATE FUNCTION audit_event_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit events are never changed or deleted' USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER audit_event_stays BEFORE UPDATE OR DELETE ON helpdesk_auditevent
    FOR EACH ROW EXECUTE FUNCTION audit_event_stays();
"""
UNGUARD = """
DROP TRIGGER audit_event_stays ON helpdesk_auditevent;
DROP FUNCTION audit_event_stays();
"""


def grant_rights(apps, schema_editor):
    """Let administrators read the log."""
    grant(apps, "helpdesk", {"admin": ["view_auditevent auditevent"]})


class Migration(migrations.Migration):
    dependencies = [
        ("helpdesk", "0006_scanned_files"),
    ]

    operations = [
        migrations.CreateModel(
            name="AuditEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="when")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("signed_in", "Signed in"),
                            ("sign_in_failed", "Sign-in failed"),
                            ("signed_out", "Signed out"),
                            ("sessions_ended", "Sessions ended"),
                            ("password_changed", "Password changed"),
                            ("second_factor", "Second factor changed"),
                            ("rights_changed", "Rights changed"),
                            ("exported", "Exported"),
                            ("anonymised", "Person anonymised"),
                        ],
                        max_length=20,
                        verbose_name="what happened",
                    ),
                ),
                ("address", models.GenericIPAddressField(blank=True, null=True, verbose_name="address")),
                ("subject", models.CharField(blank=True, max_length=200, verbose_name="subject")),
                ("data", models.JSONField(blank=True, default=dict, verbose_name="details")),
                (
                    "about",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="about whom",
                    ),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
            ],
            options={
                "verbose_name": "audit event",
                "verbose_name_plural": "audit log",
                "ordering": ["-at", "-pk"],
                "indexes": [
                    models.Index(fields=["-at", "-id"], name="audit_event_newest"),
                    models.Index(fields=["about", "-at"], name="audit_event_about"),
                    models.Index(fields=["actor", "-at"], name="audit_event_actor"),
                    models.Index(fields=["subject"], name="audit_event_subject", opclasses=["varchar_pattern_ops"]),
                    models.Index(fields=["address"], name="audit_event_address"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "signed_in",
                                    "sign_in_failed",
                                    "signed_out",
                                    "sessions_ended",
                                    "password_changed",
                                    "second_factor",
                                    "rights_changed",
                                    "exported",
                                    "anonymised",
                                ],
                            )
                        ),
                        name="audit_event_kind_known",
                    )
                ],
            },
        ),
        migrations.RunSQL(GUARD, UNGUARD),
        migrations.RunPython(grant_rights, migrations.RunPython.noop),
    ]
