import django.db.models.deletion
from django.db import migrations, models

# What clocks of the customer stood still for, joined; a hold that lasts still stands in ``held_at``.
FILL = """
INSERT INTO sla_standstill (agreement_id, kind, began, ended)
SELECT agreement_id, kind, lower(stretch), upper(stretch) FROM (
    SELECT clock.agreement_id, pause.kind, unnest(range_agg(tstzrange(pause.began, pause.ended))) AS stretch
    FROM sla_clockpause pause
    JOIN sla_clock clock ON clock.id = pause.clock_id
    JOIN sla_agreement agreement ON agreement.id = clock.agreement_id
    WHERE pause.ended > pause.began
      AND clock.group_id IS NULL
      AND (agreement.held_at IS NULL OR pause.began < agreement.held_at)
    GROUP BY clock.agreement_id, pause.kind
) known
"""


class Migration(migrations.Migration):
    dependencies = [("sla", "0010_rights_of_simulations")]

    operations = [
        migrations.CreateModel(
            name="Standstill",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("hold", "On hold"), ("resolved", "Resolved")], max_length=10, verbose_name="why"
                    ),
                ),
                ("began", models.DateTimeField(verbose_name="began")),
                ("ended", models.DateTimeField(verbose_name="ended")),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="standstills",
                        to="sla.agreement",
                        verbose_name="agreement",
                    ),
                ),
            ],
            options={
                "verbose_name": "standstill",
                "verbose_name_plural": "standstills",
                "ordering": ["began", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ended__gt", models.F("began"))), name="sla_standstill_takes_time"
                    )
                ],
            },
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
