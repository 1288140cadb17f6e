"""The audit log is not emptied at once either, and forgetting a person reaches his name and details alone."""

from django.db import migrations

STAYS = """
CREATE OR REPLACE FUNCTION audit_event_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND current_setting('helpdesk.erasing', true) = 'on' {limit}THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'audit events are never changed or deleted' USING ERRCODE = 'restrict_violation';
END
$$;
"""
WORDS_ALONE = """AND to_jsonb(OLD) - 'subject' - 'data' = to_jsonb(NEW) - 'subject' - 'data' """
GUARD = """
CREATE TRIGGER audit_log_stays BEFORE TRUNCATE ON helpdesk_auditevent
    FOR EACH STATEMENT EXECUTE FUNCTION audit_event_stays();
"""
UNGUARD = "DROP TRIGGER audit_log_stays ON helpdesk_auditevent;"


class Migration(migrations.Migration):
    dependencies = [("helpdesk", "0015_what_setting_up_leaves_out")]

    operations = [
        migrations.RunSQL(STAYS.format(limit=WORDS_ALONE), STAYS.format(limit="")),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
