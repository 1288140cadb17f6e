"""Everything that changes a ticket. One verb, one function, one transaction."""

from tickets.actions.agreements import apply_policy, choose_policy, reset_agreement, set_deadline
from tickets.actions.automatic_mails import tell
from tickets.actions.escalation import carry_out
from tickets.actions.fields import change, change_status, change_type
from tickets.actions.handover import hand_over
from tickets.actions.images import trust_images
from tickets.actions.links import follow_up, link
from tickets.actions.mail_preferences import wish
from tickets.actions.merging import pass_on
from tickets.actions.message_bodies import clean_again, fold_again
from tickets.actions.messages import confirm_sender, hear, reply
from tickets.actions.moves import close_if_silent, move
from tickets.actions.notes import add_note, delete_note, set_confidential
from tickets.actions.notifications import notify, read, read_all, see, set_notifications
from tickets.actions.numbering import Numbered, take_number
from tickets.actions.opening import matrix_priority, open_ticket
from tickets.actions.people import assign, assign_group, follow_all, unassign, unwatch, watch
from tickets.actions.search_index import index_again
from tickets.actions.setup import copy_type, leads_to_list, need, put_list_away
from tickets.actions.simulations import resume_simulation, run_part, simulate
from tickets.actions.solution_approval import judge
from tickets.actions.telling import tell_undelivered, warn_of_closing
from tickets.actions.undo_send import take_back
from tickets.actions.upper_apps import bind_client, write_billing

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
