"""A reply is undone, as other desks call it."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("tickets", "0023_all_team_or_own_tickets")]

    operations = [migrations.RenameField("message", "taken_back_at", "undone_at")]
