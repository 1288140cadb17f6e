import pytest

from mail.enums import Strength
from tickets.authorship import Standing, Verdict, verdict

STRONG, MEDIUM, WEAK = Strength.STRONG, Strength.MEDIUM, Strength.WEAK


@pytest.mark.parametrize(
    ("standing", "strength", "has_token", "expected"),
    [
        (Standing.PARTICIPANT, STRONG, True, Verdict.APPEND),
        (Standing.PARTICIPANT, MEDIUM, False, Verdict.APPEND),
        (Standing.PARTICIPANT, WEAK, False, Verdict.APPEND),
        (Standing.AGENT, STRONG, True, Verdict.NOTE),
        (Standing.AGENT, MEDIUM, False, Verdict.NOTE),
        (Standing.AGENT, WEAK, False, Verdict.NOTE),
        (Standing.COLLEAGUE, STRONG, True, Verdict.APPEND),
        (Standing.COLLEAGUE, MEDIUM, False, Verdict.APPEND),
        (Standing.COLLEAGUE, WEAK, False, Verdict.OPEN_LINKED),
        (Standing.STRANGER, STRONG, True, Verdict.APPEND_UNCONFIRMED),
        (Standing.STRANGER, STRONG, False, Verdict.OPEN_LINKED),
        (Standing.STRANGER, MEDIUM, False, Verdict.OPEN_LINKED),
        (Standing.STRANGER, WEAK, False, Verdict.OPEN_LINKED),
    ],
)
def test_who_may_append_by_mail(standing, strength, has_token, expected):
    assert verdict(standing, strength, has_token=has_token) == expected
