from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("mail", "0010_agents_may_command"),
    ]

    operations = [
        migrations.AddField(
            model_name="alert",
            name="said",
            field=models.JSONField(default=dict),
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
    ]
