import pytest

from mail.enums import Strength
from tickets.sender_rights import Standing, Trust, Verdict, verdict

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
    assert verdict(standing, strength, Trust.NEUTRAL, has_token=has_token) == expected


@pytest.mark.parametrize("standing", Standing)
@pytest.mark.parametrize(
    ("strength", "expected"),
    [(STRONG, Verdict.APPEND_UNCONFIRMED), (MEDIUM, Verdict.OPEN_LINKED), (WEAK, Verdict.OPEN_LINKED)],
)
def test_whoever_is_called_an_impostor_is_nobody(standing, strength, expected):
    assert verdict(standing, strength, Trust.FAILED, has_token=True, agents_may_answer=True) == expected


@pytest.mark.parametrize(
    ("trust", "has_token", "agents_may_answer", "expected"),
    [
        (Trust.PASSED, True, True, Verdict.ANSWER),
        (Trust.PASSED, True, False, Verdict.NOTE),
        (Trust.PASSED, False, True, Verdict.NOTE),
        (Trust.NEUTRAL, True, True, Verdict.NOTE),
    ],
)
def test_an_agents_mail_answers_only_when_all_three_hold(trust, has_token, agents_may_answer, expected):
    ruling = verdict(Standing.AGENT, STRONG, trust, has_token=has_token, agents_may_answer=agents_may_answer)

    assert ruling == expected
