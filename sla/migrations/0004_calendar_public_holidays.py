from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    """Keep the public holidays of a country and of one region of it."""

    dependencies = [("sla", "0003_rights_of_the_groups")]

    operations = [
        migrations.AddField(
            model_name="calendar",
            name="country",
            field=models.CharField(
                blank=True,
                default="",
                help_text="A country by its two letters, like IT; without one, only the closed days below are kept.",
                max_length=2,
                verbose_name="public holidays of",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="calendar",
            name="region",
            field=models.CharField(
                blank=True,
                default="",
                help_text="The region or province whose own holidays are kept too, like RM for Rome.",
                max_length=20,
                verbose_name="region",
            ),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="calendar",
            constraint=models.CheckConstraint(condition=Q(region="") | ~Q(country=""), name="sla_region_of_a_country"),
        ),
        migrations.AlterConstraint(
            model_name="closedday",
            name="sla_closed_day_ends_after_it_begins",
            constraint=models.CheckConstraint(
                condition=Q(first__lte=F("last")),
                name="sla_closed_day_ends_after_it_begins",
                violation_error_message="The last day comes before the first; over New Year, write two years.",
            ),
        ),
    ]
