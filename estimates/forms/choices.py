"""What the selects of a grid offer: fetched once for all its rows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import cast

from django import forms
from django.db.models import Model, Q
from django.http import QueryDict
from django.utils.translation import gettext as _t
from django_stubs_ext import StrOrPromise

from crm.models import Project, ProjectResource
from estimates import effort
from estimates.models import Service, UnitOfMeasure
from estimates.ticket_estimates import TicketEstimates

MOST_ROWS = 200
# What two hundred rows of these add up to, or one of them costs, still fits its column.
MOST_QUANTITY = 400_000
MOST_PRICE = 999_999
MOST_MINUTES = 10_000_000
LONGEST_DAY = Decimal(24)
LONGEST_NUMBER = 9


@dataclass(frozen=True)
class Choices:
    """Everything that rows may be made of, by primary key as a form sends it."""

    units: Mapping[str, UnitOfMeasure]
    services: Mapping[str, Service]
    resources: Mapping[str, ProjectResource]
    projects: Mapping[str, Project]

    @property
    def hour(self) -> str:
        """Return the key of the unit that a new row starts with."""
        return next((key for key, unit in self.units.items() if unit.minutes == 60), "")


def load(estimates: TicketEstimates, day: date) -> Choices:
    """Return what is offered on ``day`` to the rows of a ticket, and what its rows hold already."""
    technical, commercial = estimates.technical_rows, estimates.commercial_rows
    held = {row.service_id for row in technical} | {row.service_id for row in commercial}
    services = (Service.objects.offered_on(day) | Service.objects.filter(pk__in=known(held))).distinct()
    projects = Project.objects.open_to(estimates.ticket.company)
    resources = ProjectResource.objects.select_related("user", "project").filter(
        Q(project__in=projects) | Q(pk__in=known(row.resource_id for row in technical))
    )
    return Choices(
        units=by_key(UnitOfMeasure.objects.all()),
        services=by_key(services.for_choice()),
        resources=by_key(resources.order_by("user__display_name", "project__code")),
        projects=by_key(projects | Project.objects.filter(pk__in=known(row.project_id for row in technical))),
    )


def known(keys: Iterable[int | None]) -> set[int]:
    """Return the keys that are there."""
    return {key for key in keys if key is not None}


def by_key[M: Model](rows: Iterable[M]) -> dict[str, M]:
    """Return ``rows`` by their primary keys."""
    return {str(row.pk): row for row in rows}


class PickField[M: Model](forms.TypedChoiceField):
    """A choice among rows that were fetched before, so that fifty selects cost no query."""

    def __init__(self, label: StrOrPromise, *, required: bool = False) -> None:
        super().__init__(label=label, required=required, empty_value=None)
        self.rows: Mapping[str, M] = {}

    def offer(self, rows: Mapping[str, M], labels: Iterable[StrOrPromise] | None = None) -> None:
        """Offer ``rows``, and nothing at all where nothing is required."""
        named = zip(rows, labels if labels is not None else map(str, rows.values()), strict=True)
        self.rows = rows
        self.choices = [*([] if self.required else [("", "–")]), *named]

    def _coerce(self, value: object) -> M | None:
        """Return the row that was picked; a hook, for a function given to the field would keep the rows of its class."""
        if value in self.empty_values:
            return None
        if str(value) not in self.rows:
            raise forms.ValidationError(self.error_messages["invalid_choice"], "invalid_choice", {"value": value})
        return self.rows[str(value)]


def offer[M: Model](field: forms.Field, rows: Mapping[str, M], labels: Iterable[StrOrPromise] | None = None) -> None:
    """Let ``field``, a pick field, offer ``rows``."""
    cast("PickField[M]", field).offer(rows, labels)


def typed_rows(data: QueryDict, prefix: str, names: Iterable[str], telling: Iterable[str]) -> list[dict[str, object]]:
    """Return the rows of a grid as they were typed, right or wrong, without removed ones and those that say nothing."""
    rows: list[tuple[int, dict[str, object]]] = []
    for place in range(min(count(data, prefix, "TOTAL_FORMS"), MOST_ROWS)):
        row: dict[str, object] = {name: data.get(f"{prefix}-{place}-{name}", "") for name in names}
        if f"{prefix}-{place}-DELETE" not in data and any(row[name] for name in telling):
            rows.append((place_of(data.get(f"{prefix}-{place}-ORDER")), row))
    return [row for _place, row in sorted(rows, key=lambda pair: pair[0])]


def place_of(order: object) -> int:
    """Return the place that a row asks for; one that asks for none stands last."""
    asked = str(order)
    return int(asked) if asked.isdecimal() and len(asked) <= LONGEST_NUMBER else MOST_ROWS


def count(data: QueryDict, prefix: str, name: str) -> int:
    """Return a number that the grid says of itself; nonsense counts as none."""
    said = data.get(f"{prefix}-{name}")
    return int(said) if isinstance(said, str) and said.isdecimal() and len(said) <= LONGEST_NUMBER else 0


def ensure_bearable(quantity: Decimal | None, unit: UnitOfMeasure | None) -> None:
    """Refuse more time than rows can hold, however long the customer's day is."""
    if quantity is None or unit is None:
        return
    per_unit = effort.unit_minutes(unit.kind, unit.minutes, LONGEST_DAY)
    if per_unit and effort.minutes(quantity, per_unit) > MOST_MINUTES:
        most = int(MOST_MINUTES / per_unit)
        raise forms.ValidationError(_t("That is too much: at most %(most)s %(unit)s.") % {"most": most, "unit": unit})


class QuantityField(forms.DecimalField):
    """A quantity or an amount, written the way the reader's language writes numbers."""

    def __init__(
        self, label: StrOrPromise, *, required: bool = True, places: int = 4, most: int = MOST_QUANTITY
    ) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "num"})
        super().__init__(
            label=label,
            required=required,
            min_value=0,
            max_value=most,
            max_digits=12,
            decimal_places=places,
            localize=True,
            widget=widget,
        )
