"""Holding bytes on the disk by their hash, until the transaction ends: what one relies on, nobody else deletes."""

from django.db import connection


def hold(sha256: str) -> None:
    """Keep the file of this hash from being deleted; others may hold it too."""
    _lock("pg_advisory_xact_lock_shared", sha256)


def hold_alone(sha256: str) -> None:
    """Wait until nobody holds the file of this hash, to delete it; whoever stores the same bytes meanwhile waits."""
    _lock("pg_advisory_xact_lock", sha256)


def _lock(function: str, sha256: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(hashtextextended(%s, 1))", [sha256])
