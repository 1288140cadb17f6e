"""What lines add up to; money is rounded once per line, and once per VAT rate; pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from helpdesk.money import half_up

HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Vat:
    """The VAT of a line: how much, of which category (EN 16931), and why none."""

    percent: Decimal
    category: str
    natura: str = ""
    reason: str = ""


@dataclass(frozen=True)
class VatGroup:
    """All lines of one VAT rate together."""

    vat: Vat
    net: Decimal
    tax: Decimal


@dataclass(frozen=True)
class Totals:
    """What a document comes to."""

    net: Decimal
    vat: Decimal
    gross: Decimal
    groups: tuple[VatGroup, ...]


def line_net(
    quantity: Decimal, unit_price: Decimal, discount_percent: Decimal = Decimal(0), *, per: Decimal = Decimal(1)
) -> Decimal:
    """Return quantity × price less the discount, rounded half up to cents.

    The price is for ``per`` of the quantity: what is counted in minutes and priced by the hour is divided only here,
    so that 40 min at 200.00 are 133.33, whatever is printed as their hours.
    """
    return half_up(quantity * unit_price * (1 - discount_percent / HUNDRED) / per)


def total(lines: Iterable[tuple[Vat, Decimal]]) -> Totals:
    """Add up pairs of VAT and net; VAT is computed per rate on the sum of the rounded nets (EN 16931)."""
    nets: dict[Vat, Decimal] = {}
    for vat, net in lines:
        nets[vat] = nets.get(vat, Decimal(0)) + net
    ordered = sorted(nets.items(), key=lambda pair: (-pair[0].percent, pair[0].category, pair[0].natura))
    groups = tuple(VatGroup(vat, net, half_up(net * vat.percent / HUNDRED)) for vat, net in ordered)
    net = sum((group.net for group in groups), Decimal(0))
    tax = sum((group.tax for group in groups), Decimal(0))
    return Totals(half_up(net), half_up(tax), half_up(net + tax), groups)
