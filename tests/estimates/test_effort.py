from decimal import Decimal

import pytest
from django.template.loader import render_to_string

from estimates import effort
from estimates.effort import Quantity
from estimates.enums import UnitKind


@pytest.mark.parametrize(
    ("kind", "minutes", "expected"),
    [(UnitKind.TIME, 60, 60), (UnitKind.TIME, 1, 1), (UnitKind.DAY, 0, 450), (UnitKind.OTHER, 0, 0)],
)
def test_a_unit_takes_its_minutes_and_a_day_the_customers_hours(kind, minutes, expected):
    assert effort.unit_minutes(kind, minutes, Decimal("7.5")) == expected


@pytest.mark.parametrize(
    ("quantity", "minutes_per_unit", "expected"),
    [
        ("2", 480, 960),
        ("90", 1, 90),
        ("0.3333", 60, 20),
        ("0.0083", 60, 0),
        ("0.0084", 60, 1),
        ("1.5", 1, 2),
        ("7", 0, 0),
    ],
)
def test_minutes_are_rounded_half_up(quantity, minutes_per_unit, expected):
    assert effort.minutes(Decimal(quantity), Decimal(minutes_per_unit)) == expected


def test_hours_have_two_decimals_and_quantities_four():
    assert (effort.hours(50), effort.in_unit(20, Decimal(60))) == (Decimal("0.83"), Decimal("0.3333"))


@pytest.mark.parametrize(
    ("quantity", "written"), [("2.5000", "2.5"), ("20.0000", "20"), ("0.3333", "0.3333"), ("0", "0")]
)
def test_a_plain_quantity_has_no_zeros_at_its_end(quantity, written):
    assert str(effort.plain(Decimal(quantity))) == written


def test_quantities_of_different_units_are_never_added_together():
    amounts = [
        Quantity(Decimal(2), "d", Decimal(480)),
        Quantity(Decimal(1), "d", Decimal(480)),
        Quantity(Decimal(5), "pc", Decimal(0)),
    ]

    total = effort.total(amounts)

    assert (total.minutes, total.hours, dict(total.by_unit)) == (1440, 24, {"d": 3, "pc": 5})


@pytest.mark.parametrize(("minutes", "words"), [(1, "1 minute<"), (2, "2 minutes<")])
def test_one_minute_is_not_called_minutes(minutes, words):
    assert words in render_to_string("estimates/_effort.html", {"effort": effort.Effort(minutes, {})})
