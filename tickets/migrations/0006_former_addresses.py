from django.db import migrations, models
from django.utils.text import slugify


def keep_addresses(apps, schema_editor):
    """Write down where the pages of renumbered tickets stood."""
    for alias in apps.get_model("tickets", "TicketAlias").objects.all():
        alias.slug = slugify(alias.reference.replace("/", "-"))
        alias.save(update_fields=["slug"])


class Migration(migrations.Migration):
    dependencies = [("tickets", "0005_sent_once")]

    operations = [
        migrations.AddField(
            model_name="ticket",
            name="bound_by",
            field=models.CharField(blank=True, default="", max_length=100, verbose_name="offer that binds the client"),
            preserve_default=False,
        ),
        migrations.AddField("ticketalias", "slug", models.SlugField(max_length=80, null=True, unique=True)),
        migrations.RunPython(keep_addresses, migrations.RunPython.noop),
        migrations.AlterField("ticketalias", "slug", models.SlugField(max_length=80, unique=True)),
    ]
