"""What was sent twice is written once: idempotency keys."""

import hashlib
import json
from dataclasses import dataclass, fields, is_dataclass
from uuid import UUID

from django.db import connection
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from helpdesk.errors import Refusal


@dataclass(frozen=True)
class Sent:
    """The key that a form was sent with, and its content."""

    key: str
    content: object


class KeyUsed(Refusal):
    """Something else was sent under this key before."""

    def __init__(self) -> None:
        reason = _(
            "This form was sent before, with other content, and that is saved. What stands here now is not. "
            "Send it again to save it as well, as a second entry."
        )
        super().__init__(reason, "KEY_USED")


def scoped(key: object, *scope: object) -> UUID:
    """Return ``key`` as it counts within ``scope``: whose it is, and where it was sent.

    A key is chosen by whoever sends it: that of one person, or for one ticket, never meets that of another.
    """
    return UUID(bytes=hashlib.sha256(_written([str(key), *scope])).digest()[:16])


def scoped_or_none(key: object, *scope: object) -> UUID | None:
    """Return ``key`` as it counts within ``scope``, or None where nothing was sent with a key."""
    return scoped(key, *scope) if key else None


def fingerprint(*content: object) -> str:
    """Return what tells this content from any other: 64 hexadecimal digits. Rows count by their primary key."""
    return hashlib.sha256(_written(content)).hexdigest()


def earlier[Row: Model](rows: QuerySet[Row], key: UUID | None, content: str) -> Row | None:
    """Return the row that was written under ``key``, or None; whoever else comes with it waits until we are done.

    Refuse when it was written with another ``content`` (``KeyUsed``). To be called in a transaction.
    """
    if key is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key.int % 2**63])
    row = rows.filter(key=key).first()
    if row is not None and getattr(row, "fingerprint", content) not in {"", content}:
        raise KeyUsed
    return row


def _written(content: object) -> bytes:
    return json.dumps(content, default=_plain, sort_keys=True).encode()


def _plain(value: object) -> object:
    if isinstance(value, Model):
        return [value._meta.label, value.pk]  # noqa: SLF001 -- Django's own public name for it
    if is_dataclass(value):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    if isinstance(value, set | frozenset | QuerySet):
        return sorted(json.dumps(one, default=_plain) for one in value)
    return str(value)
