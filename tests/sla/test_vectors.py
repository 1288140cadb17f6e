"""Vectors from the test suites of other desks, through the same runner as ``bin/manage conformance``."""

import json
from pathlib import Path

import pytest

from sla.conformance import AREAS, area_of, run

FOLDER = Path(__file__).parent.parent / "vectors"
NOT_FOLLOWED = {"glpi-sla-level-003"}  # see docs/differences.md


def vectors():
    for name in ("erpnext", "glpi"):
        for row in json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8")):
            if area_of(row) in AREAS or area_of(row).startswith(("calendar.", "sla.")):
                marks = [pytest.mark.xfail] if row["id"] in NOT_FOLLOWED else []
                yield pytest.param(row, id=row["id"], marks=marks)


@pytest.mark.django_db
@pytest.mark.parametrize("vector", list(vectors()))
def test_the_product_agrees(vector):
    outcome = run(vector, AREAS)

    assert outcome.reason == ""
    assert outcome.got == outcome.expected
