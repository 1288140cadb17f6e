"""The history of billing statuses is written once: the database refuses to change or delete it.

Where a person is forgotten, the transaction says so.
"""

from django.db import migrations

GUARD = """
CREATE FUNCTION billing_event_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('helpdesk.erasing', true) = 'on' THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    RAISE EXCEPTION 'billing events are never changed or deleted' USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER billing_event_stays BEFORE UPDATE OR DELETE ON billing_billingevent
    FOR EACH ROW EXECUTE FUNCTION billing_event_stays();
"""
UNGUARD = """
DROP TRIGGER billing_event_stays ON billing_billingevent;
DROP FUNCTION billing_event_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("billing", "0001_initial")]

    operations = [migrations.RunSQL(GUARD, UNGUARD)]
