"""A unit of time is no longer than rows can hold."""

from django.core.validators import MaxValueValidator
from django.db import migrations, models


class Migration(migrations.Migration):
    """Bound the minutes."""

    dependencies = [("estimates", "0003_rights_of_the_groups")]

    operations = [
        migrations.AlterField(
            "unitofmeasure",
            "minutes",
            models.PositiveIntegerField(
                verbose_name="minutes",
                default=0,
                validators=[MaxValueValidator(999_999)],
                help_text="Only for units of time.",
            ),
        ),
    ]
