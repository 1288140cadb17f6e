"""Which price holds, and where it came from; pure.

The order is Fluentis': set by hand, the customer's default list, their other lists by priority, the general list of the
offer type, the service itself. A list that is not valid on the day, or is in another currency, is passed over.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from estimates.enums import PriceSource

RANKS = {PriceSource.DEFAULT_LIST: 0, PriceSource.OTHER_LIST: 1, PriceSource.GENERIC_LIST: 2}


@dataclass(frozen=True)
class QuantityInUnit:
    """A quantity in one unit that a price may be named for."""

    unit_id: int
    quantity: Decimal


@dataclass(frozen=True)
class PriceRequest:
    """What is to be priced: a service, on a day, in a currency, in each unit it may be priced in, the best first."""

    service_id: int
    amounts: Sequence[QuantityInUnit]
    day: date
    currency: str


@dataclass(frozen=True)
class ListPrice:
    """A price in a list, from a quantity on."""

    list_code: str
    source: PriceSource
    priority: int
    currency: str
    valid_from: date | None
    valid_to: date | None
    service_id: int
    unit_id: int
    min_quantity: Decimal
    price: Decimal

    def holds_on(self, day: date) -> bool:
        """Say whether the list is valid on ``day``, both its ends included."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True)
class OwnPrice:
    """What a service costs where no list says otherwise."""

    unit_id: int
    price: Decimal
    currency: str


@dataclass(frozen=True)
class Price:
    """The price that holds: for how much of which unit, from where, and by which list as it stood then."""

    price: Decimal
    unit_id: int
    quantity: Decimal
    source: PriceSource
    list_code: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


def resolve(
    wish: PriceRequest, lists: Iterable[ListPrice], own: OwnPrice | None, *, by_hand: Decimal | None = None
) -> Price | None:
    """Return the price that holds for ``wish``, or nothing where nothing names one.

    A price by hand is for the first of the wish's units, and is never looked up.
    """
    if by_hand is not None:
        first = wish.amounts[0]
        return Price(by_hand, first.unit_id, first.quantity, PriceSource.MANUAL)
    return _from_lists(wish, lists) or _from_service(wish, own)


def _from_lists(wish: PriceRequest, lists: Iterable[ListPrice]) -> Price | None:
    fitting = [
        entry
        for entry in lists
        if entry.service_id == wish.service_id and entry.currency == wish.currency and entry.holds_on(wish.day)
    ]
    ranked = sorted(fitting, key=lambda entry: (RANKS[entry.source], entry.priority, entry.list_code))
    for list_code in dict.fromkeys(entry.list_code for entry in ranked):
        found = _from_list([entry for entry in ranked if entry.list_code == list_code], wish)
        if found:
            return found
    return None


def _from_list(entries: Sequence[ListPrice], wish: PriceRequest) -> Price | None:
    """Return the price for the first unit that the list knows, at the highest threshold that is reached."""
    for amount in wish.amounts:
        reached = [
            entry for entry in entries if entry.unit_id == amount.unit_id and entry.min_quantity <= amount.quantity
        ]
        if reached:
            best = max(reached, key=lambda entry: entry.min_quantity)
            term = (best.list_code, best.valid_from, best.valid_to)
            return Price(best.price, amount.unit_id, amount.quantity, best.source, *term)
    return None


def _from_service(wish: PriceRequest, own: OwnPrice | None) -> Price | None:
    """Return the service's own price, if it is in the wanted currency and for one of the wanted units."""
    if own is None or own.currency != wish.currency:
        return None
    amount = next((amount for amount in wish.amounts if amount.unit_id == own.unit_id), None)
    return Price(own.price, own.unit_id, amount.quantity, PriceSource.SERVICE) if amount else None
