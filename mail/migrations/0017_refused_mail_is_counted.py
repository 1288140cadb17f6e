from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("mail", "0016_aliases_forms_and_what_a_mail_answers"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(condition=models.Q(("state", "failed")), fields=["outbound"], name="delivery_failed"),
        ),
    ]
