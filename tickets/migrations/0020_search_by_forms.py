"""What tickets are found by, one row for each message; the job that indexes tickets fills the rows."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

CONFIGURATION = """
CREATE TEXT SEARCH CONFIGURATION desk (COPY = simple);
ALTER TEXT SEARCH CONFIGURATION desk ALTER MAPPING FOR hword, hword_part, word WITH unaccent, simple;
"""
# A common word is in many rows, and each of them must be looked at: without the lexemes sixty of them are on one page.
# Of version 0 is what was never indexed: the job that indexes tickets finds it. Numbers, subjects and people are found
# meanwhile, as they are written.
ROWS = """
INSERT INTO tickets_searchdocument (ticket_id, is_public, version, words)
SELECT id, true, 0, to_tsvector('simple', regexp_replace(
    crm_fold(concat_ws(' ', reference, number, subject, requester_name, requester_email)), '[^[:alnum:]]+', ' ', 'g'
))
FROM tickets_ticket
"""
SLIM = "ALTER TABLE tickets_searchdocument SET (toast_tuple_target = 128)"


class Migration(migrations.Migration):
    dependencies = [("tickets", "0019_rights_to_hand_over")]

    operations = [
        migrations.DeleteModel("SearchDocument"),
        migrations.CreateModel(
            name="SearchDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "is_public",
                    models.BooleanField(default=True, help_text="Found by customers too, not only by agents."),
                ),
                ("version", models.PositiveSmallIntegerField()),
                ("words", django.contrib.postgres.search.SearchVectorField()),
                (
                    "message",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="tickets.message",
                    ),
                ),
                (
                    "note",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="tickets.note",
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="documents",
                        to="tickets.ticket",
                    ),
                ),
            ],
            options={
                "verbose_name": "search document",
                "verbose_name_plural": "search documents",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["words"], name="search_words"),
                    models.Index(
                        fields=["version"],
                        condition=models.Q(message=None, note=None),
                        name="search_document_version",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("ticket", "message", "note"), name="search_document_once", nulls_distinct=False
                    )
                ],
            },
        ),
        migrations.RunSQL(SLIM, migrations.RunSQL.noop),
        migrations.RunSQL(ROWS, migrations.RunSQL.noop),
        migrations.RunSQL("DROP TEXT SEARCH CONFIGURATION desk", CONFIGURATION),
    ]
