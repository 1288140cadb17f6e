"""Our firm says what it keeps no longer; the audit log stays as it was written, except where a person is forgotten."""

import django.core.validators
from django.db import migrations, models

STAYS = """
CREATE OR REPLACE FUNCTION audit_event_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    {exception}RAISE EXCEPTION 'audit events are never changed or deleted' USING ERRCODE = 'restrict_violation';
END
$$;
"""
ERASING = """IF TG_OP = 'UPDATE' AND current_setting('helpdesk.erasing', true) = 'on' THEN
        RETURN NEW;
    END IF;
    """
KINDS = {
    "signed_in": "Signed in",
    "sign_in_failed": "Sign-in failed",
    "signed_out": "Signed out",
    "sessions_ended": "Sessions ended",
    "password_changed": "Password changed",
    "second_factor": "Second factor changed",
    "rights_changed": "Rights changed",
    "exported": "Exported",
    "anonymised": "Person anonymised",
    "purged": "Old data purged",
}


class Migration(migrations.Migration):
    dependencies = [("helpdesk", "0010_sessions")]

    operations = [
        migrations.AddField(
            model_name="companyprofile",
            name="purge_after_days",
            field=models.PositiveIntegerField(
                db_default=0,
                default=0,
                help_text=(
                    "Tickets closed longer ago, and people whom nothing needs any more, are deleted for good, "
                    "except what was worked, offered or billed. 0 deletes nothing."
                ),
                validators=[django.core.validators.MaxValueValidator(36500)],
                verbose_name="purge after days",
            ),
        ),
        migrations.RemoveConstraint("auditevent", "audit_event_kind_known"),
        migrations.AlterField(
            model_name="auditevent",
            name="kind",
            field=models.CharField(choices=list(KINDS.items()), max_length=20, verbose_name="what happened"),
        ),
        migrations.AddConstraint(
            model_name="auditevent",
            constraint=models.CheckConstraint(condition=models.Q(kind__in=list(KINDS)), name="audit_event_kind_known"),
        ),
        migrations.RunSQL(STAYS.format(exception=ERASING), STAYS.format(exception="")),
    ]
