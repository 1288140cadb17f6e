"""The words of a search document stand outside its row.

A common word is in many rows, and each of them must be looked at: without the words sixty of them are on one page.
"""

from django.db import migrations

SLIM = "ALTER TABLE tickets_searchdocument SET (toast_tuple_target = 128)"
FAT = "ALTER TABLE tickets_searchdocument RESET (toast_tuple_target)"


class Migration(migrations.Migration):
    dependencies = [("tickets", "0001_initial")]

    operations = [migrations.RunSQL(SLIM, FAT)]
