"""The history of billing statuses stays as it was written, except where a person is forgotten."""

from django.db import migrations

STAYS = """
CREATE OR REPLACE FUNCTION billing_event_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    {exception}RAISE EXCEPTION 'billing events are never changed or deleted' USING ERRCODE = 'restrict_violation';
END
$$;
"""
ERASING = """IF current_setting('helpdesk.erasing', true) = 'on' THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    """


class Migration(migrations.Migration):
    dependencies = [("billing", "0008_sent_once_by_whom")]

    operations = [migrations.RunSQL(STAYS.format(exception=ERASING), STAYS.format(exception=""))]
