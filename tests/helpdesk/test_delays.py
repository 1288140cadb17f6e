"""How long whoever failed waits."""

from datetime import timedelta

import pytest

from helpdesk.delays import LONGEST, Limit

LIMIT = Limit(free=5, window=timedelta(days=1))


@pytest.mark.parametrize(
    "failures, seconds", [(0, 0), (1, 0), (4, 0), (5, 1), (6, 2), (7, 4), (14, 512), (15, 900), (10_000, 900)]
)
def test_the_wait_doubles_from_one_second_to_a_quarter_of_an_hour(failures, seconds):
    assert LIMIT.wait_after(failures).total_seconds() == seconds
    assert LONGEST.total_seconds() == 900
