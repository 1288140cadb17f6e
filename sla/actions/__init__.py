"""Everything that changes service levels. One verb, one function, one transaction.

Every verb locks the agreement before it looks at its clocks, so a caller locks his own row (the ticket) first, then
calls. All of them may be repeated with no further effect, and none asks what time it is.
"""

from sla.actions.agreements import cancel, change, reset, start
from sla.actions.conversation import answer, await_response, meet, pause, reopen, resume, stop_resolution
from sla.actions.definitions import set_targets, set_week
from sla.actions.sweep import breach, breach_due

__all__ = [
    "answer",
    "await_response",
    "breach",
    "breach_due",
    "cancel",
    "change",
    "meet",
    "pause",
    "reopen",
    "reset",
    "resume",
    "set_targets",
    "set_week",
    "start",
    "stop_resolution",
]
