"""Codes of companies."""

import pytest

from crm import codes


@pytest.mark.parametrize(
    ("name", "base"),
    [
        ("ACME Italia S.p.A.", "ACME-ITALIA"),
        ("Bianchi & Figli S.r.l.", "BIANCHI-FIGL"),
        ("Élan SARL", "ELAN"),
        ("Șerban SRL", "SERBAN"),
        ("Σωκράτης", "COMPANY"),
    ],
)
def test_a_code_is_the_name_in_short_and_in_capitals(name, base):
    assert codes.base_of(name) == base


def test_a_taken_code_gets_the_first_free_number():
    assert codes.next_free("ACME", {"ACME", "ACME-2", "ACME-4"}) == "ACME-3"


def test_a_free_code_stays_as_it_is():
    assert codes.next_free("ACME", {"ACME-2"}) == "ACME"
