"""Where a person stands in the database: every column of words of every table, found by asking the models."""

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.apps import apps
from django.contrib.postgres.search import SearchVectorField
from django.db import connection, models
from psycopg import sql

from privacy.people import Person

KEPT: Mapping[str, str] = {
    "estimates.Offer": "an offer is a commercial letter, which commercial and tax law have us keep",
    "estimates.OfferLine": "the lines of an offer",
    "billing.InvoiceProposal": "an invoice proposal is an accounting record, which tax law has us keep",
    "billing.ProposalLine": "the lines of an invoice proposal",
    "sessions.Session": "signed by the desk and not readable; the sessions end",
}
WORDS = (models.CharField, models.TextField, models.JSONField)
DIGITS = 7  # fewer digits are no phone number, but any number


@dataclass(frozen=True)
class Cipher:
    """What a person is called, each as a regular expression of PostgreSQL, and what shall stand there instead."""

    pairs: tuple[tuple[str, str], ...]

    @property
    def any(self) -> str:
        """Return one expression for all."""
        return "|".join(f"(?:{pattern})" for pattern, _instead in self.pairs)


def cipher(person: Person, token: str) -> Cipher:
    """Return how ``person`` is found, and the words that tell nothing but that it was one and the same."""
    pairs = [(_address(one), f"anonymous-{token}-{n}@anonymous.invalid") for n, one in enumerate(person.addresses)]
    pairs += [(_name(name), f"Anonymous {token}") for name in person.names]
    digits = re.sub(r"\D", "", person.phone)
    if len(digits) >= DIGITS:
        pairs.append((rf"(?<!\d){r'[\s().\-/]*'.join(digits)}(?!\d)", "000"))
    return Cipher(tuple(pairs))


def _address(address: str) -> str:
    """Find an address as it stands, and as links and HTML write it; not as part of a longer one."""
    local, _at, domain = address.partition("@")
    at = "(?:@|%40|&#64;|&#x40;|&commat;)"
    return rf"(?<![\w.%+-]){_literal(local)}{at}{_literal(domain)}(?![\w-]|\.\w)"


def _name(name: str) -> str:
    written = {name, html.escape(name), html.escape(name, quote=False)}
    found = "|".join(r"(?:\s|&nbsp;)+".join(map(_literal, one.split(" "))) for one in sorted(written))
    return rf"(?<!\w)(?:{found})(?!\w)"


def _literal(text: str) -> str:
    return re.sub(r"([^\w\s])", r"\\\1", text)


@dataclass(frozen=True)
class Table:
    """A table with columns of words."""

    model: type[models.Model]

    @cached_property
    def columns(self) -> list[models.Field[object, object]]:
        """Return its columns of words; what PostgreSQL works out itself follows from them."""
        fields = self.model._meta.local_concrete_fields
        return [field for field in fields if isinstance(field, WORDS) and not isinstance(field, SearchVectorField)]

    @property
    def label(self) -> str:
        """Return the name of its model."""
        return self.model._meta.label

    def rows_with(self, cipher: Cipher) -> list[int]:
        """Return the keys of the rows in which the person stands; who is called nothing of their own stands nowhere."""
        if not cipher.pairs:
            return []
        found = sql.SQL(" OR ").join(sql.SQL("{}::text ~* %(any)s").format(self._name(one)) for one in self.columns)
        query = sql.SQL("SELECT {} FROM {} WHERE {}").format(self._key, self._table, found)
        with connection.cursor() as cursor:
            cursor.execute(query, {"any": cipher.any})
            return [pk for (pk,) in cursor.fetchall()]

    def rewrite(self, cipher: Cipher, keys: list[int]) -> None:
        """Write what stands instead into the rows with these ``keys``."""
        changes = sql.SQL(", ").join(self._change(one, len(cipher.pairs)) for one in self.columns)
        query = sql.SQL("UPDATE {} SET {} WHERE {} = ANY(%(keys)s)").format(self._table, changes, self._key)
        words = {f"{mark}{n}": one for n, pair in enumerate(cipher.pairs) for mark, one in zip("pi", pair, strict=True)}
        with connection.cursor() as cursor:
            cursor.execute(query, {"keys": keys, **words})

    def _change(self, field: "models.Field[object, object]", pairs: int) -> sql.Composed:
        value: sql.Composable = sql.SQL("{}::text").format(self._name(field))
        for n in range(pairs):
            pattern, instead = sql.Placeholder(f"p{n}"), sql.Placeholder(f"i{n}")
            value = sql.SQL("regexp_replace({}, {}, {}, 'gi')").format(value, pattern, instead)
        if isinstance(field, models.JSONField):
            value = sql.SQL("({})::jsonb").format(value)
        elif field.max_length:
            value = sql.SQL("left({}, {})").format(value, field.max_length)
        return sql.SQL("{} = {}").format(self._name(field), value)

    def _name(self, field: "models.Field[object, object]") -> sql.Identifier:
        return sql.Identifier(str(field.column))

    @property
    def _table(self) -> sql.Identifier:
        return sql.Identifier(self.model._meta.db_table)

    @property
    def _key(self) -> sql.Identifier:
        return sql.Identifier(str(self.model._meta.pk.column))


def tables() -> Iterator[Table]:
    """Return every table in which people may stand, except those that are kept; cards and logins come last.

    Who dies in between finds the person again by them.
    """
    found = [Table(model) for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    wanted = [table for table in found if table.columns and table.label not in KEPT]
    return iter(sorted(wanted, key=lambda table: table.label in {"crm.Contact", "helpdesk.User"}))
