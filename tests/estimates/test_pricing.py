from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from estimates.enums import PriceSource
from estimates.pricing import ListPrice, OwnPrice, PriceRequest, QuantityInUnit, resolve

HOUR, DAY, OTHER = 1, 2, 9
TODAY = date(2026, 6, 30)
WISH = PriceRequest(service_id=7, amounts=[QuantityInUnit(HOUR, Decimal(10))], day=TODAY, currency="EUR")
OWN = OwnPrice(HOUR, Decimal(60), "EUR")
LISTED = ListPrice(
    list_code="Alfa 2026",
    source=PriceSource.DEFAULT_LIST,
    priority=10,
    currency="EUR",
    valid_from=date(2026, 1, 1),
    valid_to=TODAY,
    service_id=7,
    unit_id=HOUR,
    min_quantity=Decimal(0),
    price=Decimal(55),
)
SECOND = replace(LISTED, list_code="second", source=PriceSource.OTHER_LIST, price=Decimal(56), priority=1)
THIRD = replace(SECOND, list_code="third", price=Decimal(57), priority=2)
GENERAL = replace(LISTED, list_code="general", source=PriceSource.GENERIC_LIST, price=Decimal(58), priority=0)


@pytest.mark.parametrize(
    ("lists", "own", "by_hand", "price", "source"),
    [
        ([LISTED, SECOND, THIRD, GENERAL], OWN, Decimal(1), 1, PriceSource.MANUAL),
        ([GENERAL, THIRD, SECOND, LISTED], OWN, None, 55, PriceSource.DEFAULT_LIST),
        ([GENERAL, THIRD, SECOND], OWN, None, 56, PriceSource.OTHER_LIST),
        ([GENERAL, THIRD], OWN, None, 57, PriceSource.OTHER_LIST),
        ([GENERAL], OWN, None, 58, PriceSource.GENERIC_LIST),
        ([], OWN, None, 60, PriceSource.SERVICE),
    ],
)
def test_prices_are_asked_in_order(lists, own, by_hand, price, source):
    found = resolve(WISH, lists, own, by_hand=by_hand)

    assert (found.price, found.source) == (price, source)


def test_a_price_by_hand_of_zero_is_a_price():
    assert resolve(WISH, [LISTED], OWN, by_hand=Decimal(0)).price == 0


@pytest.mark.parametrize(
    "passed_over",
    [
        replace(LISTED, valid_to=date(2026, 6, 29)),
        replace(LISTED, valid_from=date(2026, 7, 1), valid_to=None),
        replace(LISTED, currency="GBP"),
        replace(LISTED, service_id=8),
        replace(LISTED, unit_id=OTHER),
        replace(LISTED, min_quantity=Decimal("10.0001")),
    ],
)
def test_a_list_that_does_not_fit_is_passed_over(passed_over):
    assert resolve(WISH, [passed_over], OWN).source == PriceSource.SERVICE


def test_a_list_holds_on_both_its_ends():
    first = replace(WISH, day=date(2026, 1, 1))

    assert [resolve(wish, [LISTED], OWN).list_code for wish in (first, WISH)] == ["Alfa 2026", "Alfa 2026"]


def test_an_open_term_always_holds():
    assert resolve(WISH, [replace(LISTED, valid_from=None, valid_to=None)], OWN).price == 55


def test_the_highest_threshold_that_is_reached_decides():
    breaks = [
        replace(LISTED, min_quantity=Decimal(count), price=Decimal(price))
        for count, price in [(20, 1), (5, 2), (10, 3)]
    ]

    assert resolve(WISH, [LISTED, *breaks], OWN).price == 3


def test_the_units_own_price_goes_before_the_converted_one():
    wish = replace(WISH, amounts=[QuantityInUnit(DAY, Decimal(2)), QuantityInUnit(HOUR, Decimal(16))])
    daily = replace(LISTED, unit_id=DAY, price=Decimal(400))

    found = resolve(wish, [LISTED, daily], OWN)

    assert (found.price, found.unit_id, found.quantity) == (400, DAY, 2)


def test_the_price_for_hours_is_taken_where_a_list_knows_no_days():
    wish = replace(WISH, amounts=[QuantityInUnit(DAY, Decimal(2)), QuantityInUnit(HOUR, Decimal(16))])

    found = resolve(wish, [LISTED], OWN)

    assert (found.price, found.unit_id, found.quantity) == (55, HOUR, 16)


def test_a_snapshot_of_the_list_comes_with_the_price():
    found = resolve(WISH, [LISTED], OWN)

    assert (found.list_code, found.valid_from, found.valid_to) == ("Alfa 2026", date(2026, 1, 1), TODAY)


@pytest.mark.parametrize("own", [None, replace(OWN, currency="GBP"), replace(OWN, unit_id=OTHER)])
def test_nothing_that_fits_is_no_price(own):
    assert resolve(WISH, [], own) is None
