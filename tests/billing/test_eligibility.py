"""Why a ticket may not be billed, said to whoever reads it."""

import pytest
from django.utils import translation

from billing.eligibility import sentence_of
from billing.enums import Reason

WORDS = {"day": "2026-03-02", "work": "10:00–11:00 Ana"}


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "The work 02/03/2026 10:00–11:00 Ana has no service."),
        ("it", "02/03/2026"),
        ("fr", "02/03/2026"),
        ("ro", "02.03.2026"),
    ],
)
def test_a_work_is_named_by_the_day_as_its_reader_writes_it(language, said):
    with translation.override(language):
        assert sentence_of(Reason.WORK_WITHOUT_SERVICE, WORDS).count(said) == 1


def test_what_was_kept_before_days_stood_apart_reads_as_it_was_written():
    kept = {"work": "02-03-2026 10:00–11:00 Ana"}

    assert sentence_of(Reason.WORK_WITHOUT_SERVICE, kept) == "The work 02-03-2026 10:00–11:00 Ana has no service."
