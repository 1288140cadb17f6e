"""A contact's login may see his own requests, as it did, or all of his company."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("crm", "0005_sent_once_by_whom")]

    operations = [
        migrations.AddField(
            model_name="contact",
            name="role",
            field=models.CharField(
                choices=[("own", "His own requests"), ("company", "All requests of the company")],
                db_default="own",
                default="own",
                max_length=8,
                verbose_name="sees with his login",
            ),
        ),
    ]
