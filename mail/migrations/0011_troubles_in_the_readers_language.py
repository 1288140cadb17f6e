from django.db import migrations, models

FORWARDS = """
UPDATE mail_alert SET said = jsonb_build_object('text', text, 'names', '{}'::jsonb);
UPDATE mail_mailbox SET trouble = jsonb_build_object('text', last_error, 'names', '{}'::jsonb) WHERE last_error <> '';
UPDATE mail_inboundmail SET decision = replace(
    decision::text, 'The Message-ID was used before, for another mail.', 'reused_id'
)::jsonb WHERE decision::text LIKE '%The Message-ID was used before, for another mail.%';
"""
BACKWARDS = """
UPDATE mail_alert SET text = said->>'text';
UPDATE mail_mailbox SET last_error = coalesce(trouble->>'text', '');
"""


class Migration(migrations.Migration):
    dependencies = [
        ("mail", "0010_agents_may_command"),
    ]

    operations = [
        migrations.AddField(
            model_name="alert",
            name="said",
            field=models.JSONField(default=dict),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="mailbox",
            name="trouble",
            field=models.JSONField(blank=True, default=dict, editable=False),
        ),
        migrations.AlterField(
            model_name="alert",
            name="text",
            field=models.TextField(default=""),
        ),
        migrations.AlterField(
            model_name="mailbox",
            name="last_error",
            field=models.TextField(default=""),
        ),
        migrations.RunSQL(FORWARDS, BACKWARDS),
        migrations.RemoveField(
            model_name="alert",
            name="text",
        ),
        migrations.RemoveField(
            model_name="mailbox",
            name="last_error",
        ),
    ]
