"""On the night that the clocks go back, a work from midnight to midnight takes longer than 24 hours."""

from datetime import timedelta

from django.db import migrations, models
from django.db.models import ExpressionWrapper, F, Q, Value
from django.db.models.expressions import CombinedExpression

SPAN = ExpressionWrapper(
    CombinedExpression(Value(1560), "*", Value(timedelta(minutes=1))), output_field=models.DurationField()
)
LATEST = ExpressionWrapper(CombinedExpression(F("start_at"), "+", SPAN), output_field=models.DateTimeField())


class Migration(migrations.Migration):
    dependencies = [("billing", "0006_rates_are_set")]

    operations = [
        migrations.RemoveConstraint(model_name="work", name="work_at_most_a_day"),
        migrations.AddConstraint(
            model_name="work",
            constraint=models.CheckConstraint(name="work_at_most_the_longest_day", condition=Q(end_at__lte=LATEST)),
        ),
    ]
