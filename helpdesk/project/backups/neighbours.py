"""What others keep in our database: a restore empties the schema ``public``, and must not hurt them unasked."""

from collections.abc import Iterable

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from helpdesk.project.backups.errors import BackupFailed
from helpdesk.project.backups.postgres import EXTENSIONS

SHOWN = 5
TABLES = """
    SELECT relname::text FROM pg_class
    WHERE relnamespace = to_regnamespace('public') AND relkind IN ('r', 'p', 'v', 'm', 'f')
    AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = pg_class.oid AND deptype = 'e')
    ORDER BY relname
"""
EXTENSIONS_IN_PUBLIC = """
    SELECT extname::text FROM pg_extension WHERE extnamespace = to_regnamespace('public') ORDER BY extname
"""
# Whoever goes takes along what depends on them, and what they are a part of: the view of a rule, the extension of a function.
GOING = """
    WITH RECURSIVE edge AS (
        SELECT refclassid AS class, refobjid AS object, classid AS next_class, objid AS next_object FROM pg_depend
        UNION ALL
        SELECT classid, objid, refclassid, refobjid FROM pg_depend WHERE deptype IN ('i', 'e')
    ), going (class, object) AS (
        SELECT 'pg_namespace'::regclass::oid, to_regnamespace('public')::oid
        UNION
        SELECT next_class, next_object FROM going JOIN edge USING (class, object)
    )
    SELECT it.type || ' ' || it.identity FROM going, pg_identify_object(class, object, 0) AS it
    WHERE NOT EXISTS (SELECT FROM pg_depend WHERE classid = class AND objid = object AND deptype = 'i')
    AND it.schema IS DISTINCT FROM 'public' AND coalesce(it.schema, '') NOT LIKE 'pg\\_%'
    AND it.type NOT IN (
        'schema', 'extension', 'cast', 'default acl', 'operator of access method', 'function of access method'
    )
    AND it.identity !~ '(^| )(on|for) public\\.'
    ORDER BY 1
"""


def ensure_unhurt(*, replace: bool) -> None:
    """Refuse where emptying ``public`` took along what is not ours; tables in it may go if ``replace`` says so."""
    _refuse_extensions()
    _refuse_dependents()
    if not replace:
        _refuse_tables()


def _refuse_extensions() -> None:
    foreign = [name for (name,) in _ask(EXTENSIONS_IN_PUBLIC) if name not in EXTENSIONS]
    if foreign:
        raise BackupFailed(
            f"The schema public, which a restore empties, has extensions that are not the desk's: {_named(foreign)}. "
            "Move them (ALTER EXTENSION … SET SCHEMA …) or drop them, then restore."
        )


def _refuse_dependents() -> None:
    going = [name for (name,) in _ask(GOING)]
    if going:
        raise BackupFailed(
            f"A restore would delete what stands on the desk's tables elsewhere: {_named(going)}. "
            "Drop that, restore, then make it again."
        )


def _refuse_tables() -> None:
    there = [name for (name,) in _ask(TABLES)]
    foreign = [name for name in there if name not in _our_tables()]
    used = [*foreign, *_filled(set(there) - set(foreign))]
    if used:
        raise BackupFailed(
            f"The database is not empty, it has {_named(used)}; "
            "--replace deletes all that is in its schema public, and puts the backup there."
        )


def _our_tables() -> set[str]:
    of_caches = {cache["LOCATION"] for cache in settings.CACHES.values() if cache["BACKEND"].endswith(".DatabaseCache")}
    migrations = MigrationRecorder.Migration._meta.db_table  # noqa: SLF001 -- Django's own documented door
    return {*connection.introspection.django_table_names(), migrations, *of_caches}


def _filled(tables: Iterable[str]) -> list[str]:
    """Return which of ``tables`` have rows."""
    quoted = {name: connection.ops.quote_name(name) for name in tables}
    return sorted(name for name, table in quoted.items() if _ask(f"SELECT FROM public.{table} LIMIT 1"))


def _named(names: list[str]) -> str:
    rest = len(names) - SHOWN
    return ", ".join(names[:SHOWN]) + (f" and {rest} more" if rest > 0 else "")


def _ask(sql: str) -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())
