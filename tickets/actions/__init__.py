"""Everything that changes a ticket. One verb, one function, one transaction."""

from tickets.actions.above import bind_client, write_billing
from tickets.actions.changing import change, change_status, change_type
from tickets.actions.following import follow_up, link
from tickets.actions.moving import close_if_silent, move
from tickets.actions.notes import add_note, delete_note
from tickets.actions.numbers import Numbered, take_number
from tickets.actions.opening import matrix_priority, open_ticket
from tickets.actions.people import assign, unassign, unwatch, watch
from tickets.actions.talking import confirm_sender, hear, reply

__all__ = [
    "Numbered",
    "add_note",
    "assign",
    "bind_client",
    "change",
    "change_status",
    "change_type",
    "close_if_silent",
    "confirm_sender",
    "delete_note",
    "follow_up",
    "hear",
    "link",
    "matrix_priority",
    "move",
    "open_ticket",
    "reply",
    "take_number",
    "unassign",
    "unwatch",
    "watch",
    "write_billing",
]
