"""What was said in words is kept as it stands; backwards the words are put together in English."""

from django.db import migrations

REUSED_ID = """
UPDATE mail_inboundmail
SET decision = replace(decision::text, 'The Message-ID was used before, for another mail.', 'reused_id')::jsonb
WHERE decision @> '{"warnings": ["The Message-ID was used before, for another mail."]}'
"""
KEPT = (("Alert", "text", "said"), ("Mailbox", "last_error", "trouble"))


def keep(apps, schema_editor):
    for model, old, new in KEPT:
        rows = apps.get_model("mail", model).objects
        for pk, words in rows.exclude(**{old: ""}).values_list("pk", old):
            rows.filter(pk=pk).update(**{new: {"text": words, "names": {}}})


def put_together(apps, schema_editor):
    for model, old, new in KEPT:
        rows = apps.get_model("mail", model).objects
        for pk, kept in rows.values_list("pk", new):
            rows.filter(pk=pk).update(**{old: in_english(kept)})


def in_english(kept):
    names = kept.get("names") or {}
    filled = {name: in_english(value) if isinstance(value, dict) else value for name, value in names.items()}
    try:
        return kept.get("text", "") % filled if filled else kept.get("text", "")
    except (KeyError, ValueError, TypeError):
        return kept["text"]


class Migration(migrations.Migration):
    dependencies = [
        ("mail", "0011_words_for_later_readers"),
    ]

    operations = [
        migrations.RunPython(keep, put_together),
        migrations.RunSQL(REUSED_ID, migrations.RunSQL.noop),
    ]
