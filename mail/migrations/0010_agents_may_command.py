from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("mail", "0009_listening_and_clearing_of_mailboxes"),
    ]

    operations = [
        migrations.AddField(
            model_name="mailbox",
            name="agents_may_command",
            field=models.BooleanField(
                default=False,
                help_text="First lines such as #close or #assign; only where their mail is proven as for an answer.",
                verbose_name="agents may command by mail",
            ),
        ),
    ]
