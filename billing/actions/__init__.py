"""Everything that billing writes. One verb, one function, one transaction."""

from billing.actions.proposal_generation import generate, prepare_batch, resume, run_batch, run_target
from billing.actions.proposal_moves import (
    cancel_proposal,
    confirm_proposal,
    not_bill_ticket,
    remove_ticket,
    suspend_ticket,
    unconfirm_proposal,
    write_notes,
)
from billing.actions.statuses import bill_again, set_not_billed
from billing.actions.ticket_rate import set_rate
from billing.actions.works import change_work, delete_work, log_work

__all__ = [
    "bill_again",
    "cancel_proposal",
    "change_work",
    "confirm_proposal",
    "delete_work",
    "generate",
    "log_work",
    "not_bill_ticket",
    "prepare_batch",
    "remove_ticket",
    "resume",
    "run_batch",
    "run_target",
    "set_not_billed",
    "set_rate",
    "suspend_ticket",
    "unconfirm_proposal",
    "write_notes",
]
