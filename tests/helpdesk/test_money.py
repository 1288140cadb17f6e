from decimal import Decimal

import pytest

from helpdesk.money import format_money, half_up


@pytest.mark.parametrize(
    ("value", "rounded"),
    [
        ("2.525", "2.53"),
        ("0.035", "0.04"),
        ("-2.525", "-2.53"),
        ("21.6645", "21.66"),
        ("49.995", "50.00"),
        ("1", "1.00"),
    ],
)
def test_b22_half_a_cent_goes_up(value, rounded):
    assert str(half_up(Decimal(value))) == rounded


def test_quantities_are_rounded_to_four_places():
    assert str(half_up(Decimal(20) / 60, 4)) == "0.3333"


@pytest.mark.parametrize(
    ("language", "written"),
    [("en", "€1,234.50"), ("it", "1.234,50\xa0€"), ("fr", "1\u202f234,50\xa0€"), ("ro", "1.234,50\xa0€")],
)
def test_money_is_written_the_way_a_reader_expects(language, written):
    assert format_money(Decimal("1234.5"), "EUR", language) == written


def test_a_currency_without_a_sign_is_named():
    assert format_money(Decimal(5), "RON", "en") == "5.00\xa0lei"
