from decimal import Decimal

import pytest

from estimates.totals import Vat, line_net, total

STANDARD = Vat(Decimal(22), "S")
EXEMPT = Vat(Decimal(0), "E", "N4", "Exempt")


@pytest.mark.parametrize(
    ("quantity", "price", "discount", "net"),
    [
        ("24.5", "60", "0", "1470.00"),
        ("0.25", "10.10", "0", "2.53"),
        ("3.5", "60", "10", "189.00"),
        ("1", "0", "0", "0.00"),
        ("1", "60", "100", "0.00"),
    ],
)
def test_a_line_is_rounded_once_half_up(quantity, price, discount, net):
    assert line_net(Decimal(quantity), Decimal(price), Decimal(discount)) == Decimal(net)


@pytest.mark.parametrize(
    ("minutes", "price", "discount", "net"),
    [
        ("40", "200", "0", "133.33"),
        ("10", "150", "0", "25.00"),
        ("10", "999", "0", "166.50"),
        ("20", "30.015", "0", "10.01"),
        ("40", "200", "10", "120.00"),
    ],
)
def test_a_line_by_the_hour_comes_from_its_minutes(minutes, price, discount, net):
    assert line_net(Decimal(minutes), Decimal(price), Decimal(discount), per=Decimal(60)) == Decimal(net)


def test_vat_is_computed_per_rate_on_the_sum_of_the_nets():
    sums = total([(STANDARD, Decimal(210)), (EXEMPT, Decimal(160)), (STANDARD, Decimal("0.02"))])

    assert [(group.vat, group.net, group.tax) for group in sums.groups] == [
        (STANDARD, Decimal("210.02"), Decimal("46.20")),
        (EXEMPT, Decimal(160), Decimal("0.00")),
    ]
    assert (sums.net, sums.vat, sums.gross) == (Decimal("370.02"), Decimal("46.20"), Decimal("416.22"))


def test_nothing_comes_to_nothing():
    assert (total([]).gross, total([]).groups) == (0, ())
