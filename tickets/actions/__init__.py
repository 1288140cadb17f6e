"""Everything that changes a ticket. One verb, one function, one transaction."""

from tickets.actions.agreements import apply_policy, choose_policy, reset_agreement, set_deadline
from tickets.actions.assignment import assign, assign_group, unassign
from tickets.actions.automatic_mails import send_automatic
from tickets.actions.customer_mails import warn_of_closing
from tickets.actions.escalation_steps import carry_out
from tickets.actions.fields import change, change_status, change_type
from tickets.actions.follow_ups import follow_up, suspect_reply_to
from tickets.actions.handover import hand_over
from tickets.actions.images import trust_images
from tickets.actions.mail_preferences import set_mail_preference
from tickets.actions.merging import merge
from tickets.actions.message_bodies import sanitise_again, split_again
from tickets.actions.messages import confirm_sender, receive, reply
from tickets.actions.moves import close_if_silent, move
from tickets.actions.notes import add_note, delete_note, set_confidential
from tickets.actions.notifications import notify, notify_undelivered, read, read_all, see, set_notifications
from tickets.actions.numbering import Numbered, slug_of, take_number
from tickets.actions.opening import matrix_priority, open_ticket
from tickets.actions.search_index import index_again
from tickets.actions.setup import copy_type, leads_to_list, need, put_list_away
from tickets.actions.simulations import resume_simulation, run_part, simulate
from tickets.actions.solution_approval import answer_solution
from tickets.actions.undo_send import undo_reply
from tickets.actions.upper_apps import bind_client, write_billing
from tickets.actions.watchers import add_watchers, unwatch, watch

__all__ = [
    "Numbered",
    "add_note",
    "add_watchers",
    "answer_solution",
    "apply_policy",
    "assign",
    "assign_group",
    "bind_client",
    "carry_out",
    "change",
    "change_status",
    "change_type",
    "choose_policy",
    "close_if_silent",
    "confirm_sender",
    "copy_type",
    "delete_note",
    "follow_up",
    "hand_over",
    "index_again",
    "leads_to_list",
    "matrix_priority",
    "merge",
    "move",
    "need",
    "notify",
    "notify_undelivered",
    "open_ticket",
    "put_list_away",
    "read",
    "read_all",
    "receive",
    "reply",
    "reset_agreement",
    "resume_simulation",
    "run_part",
    "sanitise_again",
    "see",
    "send_automatic",
    "set_confidential",
    "set_deadline",
    "set_mail_preference",
    "set_notifications",
    "simulate",
    "slug_of",
    "split_again",
    "suspect_reply_to",
    "take_number",
    "trust_images",
    "unassign",
    "undo_reply",
    "unwatch",
    "warn_of_closing",
    "watch",
    "write_billing",
]
