"""What an incoming mail means: a new ticket, an answer in its thread, or nothing for a ticket."""

from tickets.intake.decision import decide, process
from tickets.intake.manual import attach_by_hand, open_by_hand
from tickets.intake.rereading import split_again

__all__ = [
    "attach_by_hand",
    "decide",
    "open_by_hand",
    "process",
    "split_again",
]
