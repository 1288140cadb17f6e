import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Demand a version of every agreement and clock, now that all have one."""

    dependencies = [("sla", "0006_first_versions")]

    operations = [
        migrations.RemoveField(model_name="agreement", name="policy_version"),
        migrations.AlterField(
            model_name="agreement",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="agreements",
                to="sla.policyversion",
                verbose_name="version of the policy",
            ),
        ),
        migrations.AlterField(
            model_name="clock",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="clocks",
                to="sla.policyversion",
                verbose_name="version of the policy",
            ),
        ),
        migrations.AlterField(
            model_name="clock",
            name="priority",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="sla.priority",
                verbose_name="priority",
            ),
        ),
    ]
