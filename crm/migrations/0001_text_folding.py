"""The database function that compares names without case and accents.

``unaccent`` itself is not immutable, for its dictionary could be swapped; a stored column and an index need a promise,
and naming the dictionary gives it.
"""

from typing import ClassVar

from django.db import migrations

FOLD = """
CREATE OR REPLACE FUNCTION crm_fold(text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT lower(public.unaccent('public.unaccent'::regdictionary, $1)) $$
"""


class Migration(migrations.Migration):
    """Make ``crm_fold``."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("helpdesk", "0001_people_files_and_firm")]
    operations: ClassVar[list[migrations.RunSQL]] = [migrations.RunSQL(FOLD, "DROP FUNCTION crm_fold(text)")]
