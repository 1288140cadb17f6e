"""Companies and contacts are found by their phone number, whatever stands between its digits."""

from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models
from django.db.models import F, Value
from django.db.models.functions import Concat

from crm.querysets import Digits, Fold

COLUMNS = {
    "company": ["code", "name", "legal_name", "vat_id", "email", "phone"],
    "contact": ["name", "email", "phone", "job_title"],
}


def search_text(columns):
    parts = [*map(F, columns), Digits(F("phone"))]
    spaced = [one for part in parts for one in (Value(" "), part)]
    return models.GeneratedField(
        verbose_name="search text",
        expression=Fold(Concat(*spaced, output_field=models.TextField())),
        output_field=models.TextField(),
        db_persist=True,
        editable=False,
    )


def written_anew(model, columns):
    index = GinIndex(fields=["search_text"], name=f"{model}_search", opclasses=["gin_trgm_ops"])
    return [
        migrations.RemoveIndex(model, f"{model}_search"),
        migrations.RemoveField(model, "search_text"),
        migrations.AddField(model, "search_text", search_text(columns)),
        migrations.AddIndex(model, index),
    ]


class Migration(migrations.Migration):
    dependencies = [("crm", "0003_rights_of_the_groups")]

    operations = [operation for model, columns in COLUMNS.items() for operation in written_anew(model, columns)]
