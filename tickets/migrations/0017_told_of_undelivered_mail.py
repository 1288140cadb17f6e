from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tickets", "0016_words_of_attached_mails"),
    ]

    operations = [
        migrations.AlterField(
            model_name="notification",
            name="kind",
            field=models.CharField(
                choices=[
                    ("breach_soon", "Deadline comes near"),
                    ("breached", "Deadline missed"),
                    ("assigned", "Assigned to you"),
                    ("replied", "The customer answered"),
                    ("reopened", "Open again"),
                    ("mentioned", "You are mentioned"),
                    ("undelivered", "Mail not delivered"),
                ],
                max_length=20,
                verbose_name="what",
            ),
        ),
        migrations.AlterField(
            model_name="notificationsetting",
            name="kind",
            field=models.CharField(
                choices=[
                    ("breach_soon", "Deadline comes near"),
                    ("breached", "Deadline missed"),
                    ("assigned", "Assigned to you"),
                    ("replied", "The customer answered"),
                    ("reopened", "Open again"),
                    ("mentioned", "You are mentioned"),
                    ("undelivered", "Mail not delivered"),
                ],
                max_length=20,
                verbose_name="what",
            ),
        ),
    ]
