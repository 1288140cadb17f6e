"""Who may append what by mail: the table of ADR 8, pure."""

from enum import StrEnum

from mail.enums import Strength, Trust


class SenderRole(StrEnum):
    """What the sender of a mail is to the ticket that the mail points at."""

    PARTICIPANT = "participant"
    AGENT = "agent"
    COLLEAGUE = "colleague"
    STRANGER = "stranger"


class Verdict(StrEnum):
    """What becomes of the mail."""

    APPEND = "append"
    ANSWER = "answer"
    NOTE = "note"
    APPEND_UNCONFIRMED = "append_unconfirmed"
    OPEN_LINKED = "open_linked"


def verdict(
    role: SenderRole, strength: Strength, trust: Trust, *, has_token: bool, agents_may_answer: bool = False
) -> Verdict:
    """Say what a sender of this ``role`` may do on a match of this ``strength``.

    Addresses can be forged: an agent's mail becomes a public answer only where the mailbox allows it, and then only
    with the secret reply token and a trusted word that the mail is theirs. A stranger appends only with the token, and
    hidden from customers until an agent confirms it; so does whoever a trusted server calls an impostor.
    """
    if trust == Trust.FAILED:
        return Verdict.APPEND_UNCONFIRMED if strength == Strength.STRONG else Verdict.OPEN_LINKED
    if role == SenderRole.PARTICIPANT:
        return Verdict.APPEND
    if role == SenderRole.AGENT:
        return Verdict.ANSWER if agents_may_answer and has_token and trust == Trust.PASSED else Verdict.NOTE
    if role == SenderRole.COLLEAGUE:
        return Verdict.OPEN_LINKED if strength == Strength.WEAK else Verdict.APPEND
    return _of_a_stranger(has_token=has_token)


def _of_a_stranger(*, has_token: bool) -> Verdict:
    return Verdict.APPEND_UNCONFIRMED if has_token else Verdict.OPEN_LINKED
