"""What an incoming mail means: a new ticket, an answer in its thread, or nothing for a ticket."""

from tickets.intake.by_hand import attach_by_hand, open_by_hand
from tickets.intake.deciding import decide, take_in

__all__ = ["attach_by_hand", "decide", "open_by_hand", "take_in"]
