"""Everything that changes mail. One verb, one function, one transaction."""

from mail.actions.attempts import attempt, glance_at, read, words_again
from mail.actions.inbound import (
    discard,
    give_back,
    mark_failed,
    mark_ignored,
    mark_processed,
    mark_quarantined,
    retry,
    start_attempt,
    take_up,
)
from mail.actions.journal import journal, take_in
from mail.actions.outbox import enqueue, reword, set_aside_waiting, take_back, withdraw
from mail.actions.raw_retention import drop_raw
from mail.actions.threading import route, settle
from mail.actions.threads import final, merge_threads, reply_address, revoke_reply_addresses, start_thread

__all__ = [
    "attempt",
    "discard",
    "drop_raw",
    "enqueue",
    "final",
    "give_back",
    "glance_at",
    "journal",
    "mark_failed",
    "mark_ignored",
    "mark_processed",
    "mark_quarantined",
    "merge_threads",
    "read",
    "reply_address",
    "retry",
    "revoke_reply_addresses",
    "reword",
    "route",
    "set_aside_waiting",
    "settle",
    "start_attempt",
    "start_thread",
    "take_back",
    "take_in",
    "take_up",
    "withdraw",
    "words_again",
]
