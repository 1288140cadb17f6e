"""How quantities and unit prices are written: with the decimals they need, and no more."""

from decimal import Decimal

from django import template
from django.utils.translation import get_language

from estimates import effort
from helpdesk import money as amounts

register = template.Library()

MOST_PLACES = 4


def places(value: Decimal, least: int = 0) -> int:
    """Return how many decimals ``value`` needs, ``least`` at least, four at most."""
    exponent = value.normalize().as_tuple().exponent
    return min(MOST_PLACES, max(least, -exponent if isinstance(exponent, int) else 0))


@register.filter
def quantity(value: Decimal | None) -> str:
    """Write a quantity without zeros at its end: 24.5000 is 24.5."""
    return "" if value is None else amounts.format_number(value, get_language() or "en", places(value))


@register.filter
def price(value: Decimal | None, currency: str) -> str:
    """Write a unit price: two decimals, or up to four where it has them."""
    if value is None:
        return ""
    language = get_language() or "en"
    if places(value) <= 2:
        return amounts.format_money(value, currency, language)
    number = amounts.format_number(value, language, places(value))
    return f"{number}\u00a0{amounts.SYMBOLS.get(currency, currency)}"


@register.filter
def as_hours(minutes: int) -> Decimal:
    """Return minutes as hours, to two decimals."""
    return effort.hours(minutes)
