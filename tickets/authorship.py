"""Who may append what by mail: the table of mail.md §6, pure."""

from enum import StrEnum

from mail.enums import Strength


class Standing(StrEnum):
    """What the sender of a mail is to the ticket that the mail points at."""

    PARTICIPANT = "participant"
    AGENT = "agent"
    COLLEAGUE = "colleague"
    STRANGER = "stranger"


class Verdict(StrEnum):
    """What becomes of the mail."""

    APPEND = "append"
    NOTE = "note"
    APPEND_UNCONFIRMED = "append_unconfirmed"
    OPEN_LINKED = "open_linked"


def verdict(standing: Standing, strength: Strength, *, has_token: bool) -> Verdict:
    """Say what a sender of this ``standing`` may do on a match of this ``strength``.

    Addresses can be forged: an agent's mail never becomes a public answer, and a stranger appends only when the mail
    was addressed with a secret reply token, and then hidden from customers until an agent confirms it.
    """
    if standing == Standing.PARTICIPANT:
        return Verdict.APPEND
    if standing == Standing.AGENT:
        return Verdict.NOTE
    if standing == Standing.COLLEAGUE and strength != Strength.WEAK:
        return Verdict.APPEND
    return Verdict.APPEND_UNCONFIRMED if has_token and standing == Standing.STRANGER else Verdict.OPEN_LINKED
