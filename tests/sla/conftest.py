"""What the tests of service levels share."""

from datetime import UTC, datetime

import pytest


@pytest.fixture
def now_in_utc() -> datetime:
    return datetime(2025, 8, 4, 12, tzinfo=UTC)
