"""Keyset paging: the next page starts after the last row seen, however deep it lies."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core import signing
from django.core.exceptions import BadRequest
from django.db.models import F, Model, Q, QuerySet
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

SIZE = 50
LOOKED_AT = 100  # rows that are judged at once …
MOST_LOOKS = 5  # … and how often for one page
Order = Sequence[tuple[str, bool]]
type Value = str | int | None


@dataclass(frozen=True)
class Page[M: Model]:
    """Some rows, and the tokens of their neighbours; an empty token means that there is no neighbour."""

    rows: list[M]
    after: str
    before: str


def keyset[M: Model](
    queryset: QuerySet[M], order: Order, *, after: str = "", before: str = "", size: int = SIZE
) -> Page[M]:
    """Return the page behind ``after`` (or ahead of ``before``) in ``order``.

    ``order`` is a list of ``(field, descending)``; the primary key is added as the last word, and rows
    without a value (NULL) come last either way. Raises ``BadRequest`` for a token that is not ours.
    """
    full = _full(order)
    found = list(_rows_from(queryset, full, before or after, backwards=bool(before))[: size + 1])
    more, found = len(found) > size, found[:size]
    if before:
        found.reverse()
    has_next, has_previous = (bool(found), more) if before else (more, bool(after))
    return Page(
        rows=found,
        after=_write(full, found[-1]) if found and has_next else "",
        before=_write(full, found[0]) if found and has_previous else "",
    )


def _rows_from[M: Model](queryset: QuerySet[M], order: Order, token: str, *, backwards: bool) -> QuerySet[M]:
    """Return the rows in ``order``, or ``backwards``, that stand past the row of ``token``."""
    words = (_ordering(name, descending != backwards, backwards=backwards) for name, descending in order)
    rows = queryset.order_by(*words)
    if not token:
        return rows
    return rows.filter(_beyond(order, _read(token, _salt(queryset.model, order)), backwards=backwards))


def sifted[M: Model](
    queryset: QuerySet[M], order: Order, keep: Callable[[list[M]], list[M]], *, after: str = "", before: str = ""
) -> Page[M]:
    """Return the page of those rows that ``keep`` keeps of the rows it is given, for what no query can tell apart.

    It looks at a bounded number of rows. Where few of them are kept, a page is short, or empty, and has a neighbour still.
    """
    looks = _looks(queryset, order, keep, after=after, before=before)
    kept = [row for _page, found in (reversed(looks) if before else looks) for row in found]
    first, last = looks[0][0], looks[-1][0]
    cut = kept[-SIZE:] if before else kept[:SIZE]
    if len(cut) < len(kept):
        edge = _write(_full(order), cut[0] if before else cut[-1])
        last = replace(last, before=edge) if before else replace(last, after=edge)
    return (
        Page(cut, after=first.after, before=last.before) if before else Page(cut, after=last.after, before=first.before)
    )


def _looks[M: Model](
    queryset: QuerySet[M], order: Order, keep: Callable[[list[M]], list[M]], *, after: str, before: str
) -> list[tuple[Page[M], list[M]]]:
    """Go on from page to page until enough is kept, the rows end, or it has been enough looking."""
    looks: list[tuple[Page[M], list[M]]] = []
    while len(looks) < MOST_LOOKS and sum(len(found) for _page, found in looks) < SIZE:
        page = keyset(queryset, order, after=after, before=before, size=LOOKED_AT)
        looks.append((page, keep(page.rows)))
        after, before = ("", page.before) if before else (page.after, "")
        if not (after or before):
            break
    return looks


def _full(order: Order) -> Order:
    """Return ``order`` with the primary key as its last word."""
    return [*order, ("pk", order[-1][1] if order else True)]


def _ordering(name: str, descending: bool, *, backwards: bool) -> Any:
    nulls = {"nulls_first": True} if backwards else {"nulls_last": True}
    if name == "pk":
        nulls = {}
    return F(name).desc(**nulls) if descending else F(name).asc(**nulls)


def _beyond(order: Order, values: list[Any], *, backwards: bool) -> Q:
    """Build (a > x) or (a = x and b > y) …, in the direction of each word."""
    beyond, equal = Q(pk__in=[]), Q()
    for (name, descending), value in zip(order, values, strict=True):
        beyond |= equal & _past(name, value, descending=descending, backwards=backwards)
        equal &= Q(**{f"{name}__isnull": True}) if value is None else Q(**{name: value})
    return beyond


def _past(name: str, value: Any, *, descending: bool, backwards: bool) -> Q:
    if value is None:
        return Q(**{f"{name}__isnull": False}) if backwards else Q(pk__in=[])
    past = Q(**{f"{name}__{'lt' if descending != backwards else 'gt'}": value})
    return past if backwards or name == "pk" else past | Q(**{f"{name}__isnull": True})


def _write(order: Order, row: Model) -> str:
    values = [_plain(_value(row, name)) for name, _descending in order]
    return signing.dumps(values, salt=_salt(type(row), order), compress=True)


def _salt(model: type[Model], order: Order) -> str:
    """Return what makes a token good for one order of one table alone."""
    return f"page:{model.__name__}:{order}"


def _value(row: Model, name: str) -> Any:
    value: Any = row
    for step in name.split("__"):
        value = getattr(value, step) if value is not None else None
    return value


def _plain(value: Any) -> Value:
    if isinstance(value, datetime | date):
        return f"@{value.isoformat()}"
    return str(value) if isinstance(value, Decimal) else value


def _read(token: str, salt: str) -> list[Any]:
    try:
        values = signing.loads(token, salt=salt)
    except signing.BadSignature as error:
        raise BadRequest(_("This page address is not one of ours. Start again from the first page.")) from error
    return [_rich(value) for value in values]


def _rich(value: Any) -> Any:
    if isinstance(value, str) and value.startswith("@"):
        return parse_datetime(value[1:]) if "T" in value else date.fromisoformat(value[1:])
    return value
