import pytest

from mail.enums import Strength, Trust
from tickets.sender_rights import SenderRole, Verdict, verdict

STRONG, MEDIUM, WEAK = Strength.STRONG, Strength.MEDIUM, Strength.WEAK


@pytest.mark.parametrize(
    ("role", "strength", "has_token", "expected"),
    [
        (SenderRole.PARTICIPANT, STRONG, True, Verdict.APPEND),
        (SenderRole.PARTICIPANT, MEDIUM, False, Verdict.APPEND),
        (SenderRole.PARTICIPANT, WEAK, False, Verdict.APPEND),
        (SenderRole.AGENT, STRONG, True, Verdict.NOTE),
        (SenderRole.AGENT, MEDIUM, False, Verdict.NOTE),
        (SenderRole.AGENT, WEAK, False, Verdict.NOTE),
        (SenderRole.COLLEAGUE, STRONG, True, Verdict.APPEND),
        (SenderRole.COLLEAGUE, MEDIUM, False, Verdict.APPEND),
        (SenderRole.COLLEAGUE, WEAK, False, Verdict.OPEN_LINKED),
        (SenderRole.STRANGER, STRONG, True, Verdict.APPEND_UNCONFIRMED),
        (SenderRole.STRANGER, STRONG, False, Verdict.OPEN_LINKED),
        (SenderRole.STRANGER, MEDIUM, False, Verdict.OPEN_LINKED),
        (SenderRole.STRANGER, WEAK, False, Verdict.OPEN_LINKED),
    ],
)
def test_who_may_append_by_mail(role, strength, has_token, expected):
    assert verdict(role, strength, Trust.NEUTRAL, has_token=has_token) == expected


@pytest.mark.parametrize("role", SenderRole)
@pytest.mark.parametrize(
    ("strength", "expected"),
    [(STRONG, Verdict.APPEND_UNCONFIRMED), (MEDIUM, Verdict.OPEN_LINKED), (WEAK, Verdict.OPEN_LINKED)],
)
def test_whoever_is_called_an_impostor_is_nobody(role, strength, expected):
    assert verdict(role, strength, Trust.FAILED, has_token=True, agents_may_answer=True) == expected


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
    ruling = verdict(SenderRole.AGENT, STRONG, trust, has_token=has_token, agents_may_answer=agents_may_answer)

    assert ruling == expected
