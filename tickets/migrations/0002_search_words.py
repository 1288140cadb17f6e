"""The text search configuration: any language's words, accents optional."""

from django.db import migrations

MAKE = """
CREATE TEXT SEARCH CONFIGURATION desk (COPY = simple);
ALTER TEXT SEARCH CONFIGURATION desk ALTER MAPPING FOR hword, hword_part, word WITH unaccent, simple;
"""


class Migration(migrations.Migration):
    """Make the configuration that ``tickets.actions.words`` and the search use."""

    dependencies = [("tickets", "0001_tickets"), ("helpdesk", "0001_people_files_and_firm")]

    operations = [migrations.RunSQL(MAKE, "DROP TEXT SEARCH CONFIGURATION desk")]
