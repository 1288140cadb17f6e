"""The audit log is written once: the database refuses to change, delete or empty it.

Where a person is forgotten, the transaction says so, and then reaches the words about them alone.
"""

from django.db import migrations

GUARD = """
CREATE FUNCTION audit_event_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND current_setting('helpdesk.erasing', true) = 'on' AND to_jsonb(OLD) - 'subject' - 'data' = to_jsonb(NEW) - 'subject' - 'data' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'audit events are never changed or deleted' USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER audit_event_stays BEFORE UPDATE OR DELETE ON helpdesk_auditevent
    FOR EACH ROW EXECUTE FUNCTION audit_event_stays();
CREATE TRIGGER audit_log_stays BEFORE TRUNCATE ON helpdesk_auditevent
    FOR EACH STATEMENT EXECUTE FUNCTION audit_event_stays();
"""
UNGUARD = """
DROP TRIGGER audit_log_stays ON helpdesk_auditevent;
DROP TRIGGER audit_event_stays ON helpdesk_auditevent;
DROP FUNCTION audit_event_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("helpdesk", "0002_operator_defaults")]

    operations = [migrations.RunSQL(GUARD, UNGUARD)]
