"""Everything that changes a ticket. One verb, one function, one transaction."""

from tickets.actions.above import bind_client, write_billing
from tickets.actions.agreements import apply_policy, choose_policy, reset_agreement, set_deadline
from tickets.actions.changing import change, change_status, change_type
from tickets.actions.escalation import carry_out
from tickets.actions.following import follow_up, link
from tickets.actions.gate import tell
from tickets.actions.handing_over import hand_over
from tickets.actions.images import trust_images
from tickets.actions.judging import judge
from tickets.actions.moving import close_if_silent, move
from tickets.actions.notes import add_note, delete_note, set_confidential
from tickets.actions.notices import notify, read, read_all, see, set_notifications
from tickets.actions.numbers import Numbered, take_number
from tickets.actions.opening import matrix_priority, open_ticket
from tickets.actions.passing_on import pass_on
from tickets.actions.people import assign, assign_group, follow_all, unassign, unwatch, watch
from tickets.actions.setting_up import copy_type, leads_to_list, need, put_list_away
from tickets.actions.simulations import resume_simulation, run_part, simulate
from tickets.actions.taking_back import take_back
from tickets.actions.talking import confirm_sender, hear, reply
from tickets.actions.telling import tell_undelivered, warn_of_closing
from tickets.actions.wishing import wish
from tickets.actions.wording import clean_again, fold_again
from tickets.actions.words import index_again

__all__ = [
    "Numbered",
    "add_note",
    "apply_policy",
    "assign",
    "assign_group",
    "bind_client",
    "carry_out",
    "change",
    "change_status",
    "change_type",
    "choose_policy",
    "clean_again",
    "close_if_silent",
    "confirm_sender",
    "copy_type",
    "delete_note",
    "fold_again",
    "follow_all",
    "follow_up",
    "hand_over",
    "hear",
    "index_again",
    "judge",
    "leads_to_list",
    "link",
    "matrix_priority",
    "move",
    "need",
    "notify",
    "open_ticket",
    "pass_on",
    "put_list_away",
    "read",
    "read_all",
    "reply",
    "reset_agreement",
    "resume_simulation",
    "run_part",
    "see",
    "set_confidential",
    "set_deadline",
    "set_notifications",
    "simulate",
    "take_back",
    "take_number",
    "tell",
    "tell_undelivered",
    "trust_images",
    "unassign",
    "unwatch",
    "warn_of_closing",
    "watch",
    "wish",
    "write_billing",
]
