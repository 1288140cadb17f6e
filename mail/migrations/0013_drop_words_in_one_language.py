from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("mail", "0012_keep_what_was_said"),
    ]

    operations = [
        migrations.RemoveField(
            model_name="alert",
            name="text",
        ),
        migrations.RemoveField(
            model_name="mailbox",
            name="last_error",
        ),
        migrations.AlterField(
            model_name="alert",
            name="said",
            field=models.JSONField(),
        ),
    ]
