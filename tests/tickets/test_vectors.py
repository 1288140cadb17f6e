"""Questions in four languages and what they must find, through the same runner as ``bin/manage conformance``."""

import json
from pathlib import Path

import pytest

from sla.conformance import run
from tickets.conformance import AREAS

VECTORS = json.loads((Path(__file__).parent.parent / "vectors" / "search.json").read_text(encoding="utf-8"))
NOT_KEPT_APART = {"search-ro-no-005"}  # mare and mară have one ending too few to tell them apart


def vectors():
    for row in VECTORS:
        marks = [pytest.mark.xfail] if row["id"] in NOT_KEPT_APART else []
        yield pytest.param(row, id=row["id"], marks=marks)


@pytest.mark.django_db
@pytest.mark.parametrize("vector", list(vectors()))
def test_the_search_agrees(vector):
    outcome = run(vector, AREAS)

    assert outcome.reason == ""
    assert outcome.got == outcome.expected
