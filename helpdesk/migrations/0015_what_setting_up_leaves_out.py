"""Our firm says which steps of setting up it does without, and whether the list of them is put away."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("helpdesk", "0014_heartbeats"),
    ]

    operations = [
        migrations.AddField(
            model_name="companyprofile",
            name="is_set_up_put_away",
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
        migrations.AddField(
            model_name="companyprofile",
            name="not_needed",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=20), blank=True, db_default=[], default=list, editable=False
            ),
        ),
    ]
