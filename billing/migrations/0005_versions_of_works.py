"""Works count how often they were written, so that nobody overwrites another unseen."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the version."""

    dependencies = [("billing", "0004_rights_of_the_groups")]

    operations = [
        migrations.AddField("work", "version", models.PositiveIntegerField(default=0, editable=False)),
    ]
