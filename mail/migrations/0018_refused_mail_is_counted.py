from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("mail", "0017_raw_mail_by_its_hash"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(condition=models.Q(("state", "failed")), fields=["outbound"], name="delivery_failed"),
        ),
    ]
