"""How quantities become minutes, hours and days; pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from estimates.enums import UnitKind
from helpdesk.money import half_up

MINUTES_AN_HOUR = 60
QUANTITY_PLACES = 4


@dataclass(frozen=True)
class Quantity:
    """A quantity of a unit; ``unit_minutes`` is 0 where the unit measures no time."""

    quantity: Decimal
    unit: str
    unit_minutes: Decimal


@dataclass(frozen=True)
class Effort:
    """What rows come to: all their time, and their quantities per unit, never added across units."""

    minutes: int
    by_unit: Mapping[str, Decimal]

    @property
    def hours(self) -> Decimal:
        """Return the time as hours, to two decimals."""
        return hours(self.minutes)

    @property
    def other_units(self) -> Mapping[str, Decimal]:
        """Return the quantities per unit, without zeros at their end, for reading."""
        return {unit: plain(quantity) for unit, quantity in self.by_unit.items()}


def unit_minutes(kind: str, minutes: int, hours_per_day: Decimal) -> Decimal:
    """Return how long one unit takes; a working day is as long as the customer's (E02)."""
    if kind == UnitKind.DAY:
        return hours_per_day * MINUTES_AN_HOUR
    return Decimal(minutes)


def minutes(quantity: Decimal, minutes_per_unit: Decimal) -> int:
    """Return the minutes of ``quantity``, rounded half up; 0 for what is no time (E01)."""
    return int(half_up(quantity * minutes_per_unit, 0))


def hours(in_minutes: int) -> Decimal:
    """Return minutes as hours, to two decimals, for reading; truth stays in minutes."""
    return half_up(Decimal(in_minutes) / MINUTES_AN_HOUR)


def in_unit(in_minutes: int, minutes_per_unit: Decimal) -> Decimal:
    """Return minutes in units, to four decimals, for reading (20 min are 0.3333 h); money comes from the minutes."""
    return half_up(Decimal(in_minutes) / minutes_per_unit, QUANTITY_PLACES)


def in_days(in_minutes: int, hours_per_day: Decimal) -> Decimal:
    """Return minutes as working days: exact where three decimals suffice, else to two (E02: 0.875, 1.14)."""
    exact = Decimal(in_minutes) / (hours_per_day * MINUTES_AN_HOUR)
    return plain(exact) if exact == half_up(exact, 3) else half_up(exact)


def total(amounts: Iterable[Quantity]) -> Effort:
    """Add up time in minutes, and quantities apart for each unit."""
    spent, by_unit = 0, dict[str, Decimal]()
    for amount in amounts:
        spent += minutes(amount.quantity, amount.unit_minutes)
        by_unit[amount.unit] = by_unit.get(amount.unit, Decimal(0)) + amount.quantity
    return Effort(spent, by_unit)


def plain(quantity: Decimal) -> Decimal:
    """Return ``quantity`` without zeros at its end: 2.5000 is 2.5, and 20 stays 20."""
    return quantity.quantize(Decimal(1)) if quantity == quantity.to_integral() else quantity.normalize()
