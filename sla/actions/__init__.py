"""Everything that changes service levels. One verb, one function, one transaction.

Every verb locks the agreement before it looks at its clocks, so a caller locks their own row (the ticket) first, then
calls. All of them may be repeated with no further effect, and none asks what time it is.
"""

from sla.actions.agreements import cancel, change, merge, reset, set_due, split, start
from sla.actions.answers_and_pauses import (
    answer,
    await_response,
    meet,
    pause,
    reopen,
    resume,
    status_changed,
    stop_resolution,
)
from sla.actions.breaches_and_escalations import breach, breach_due, escalate, escalate_due
from sla.actions.internal import hand_over, take
from sla.actions.policies import newest, publish, publish_calendar, set_group_targets, set_targets, set_week
from sla.actions.simulations import (
    Draft,
    attempt_part,
    drafted,
    finish_simulation,
    plan_simulation,
    replay_part,
)
from sla.actions.undo_answer import unanswer

__all__ = [
    "Draft",
    "answer",
    "attempt_part",
    "await_response",
    "breach",
    "breach_due",
    "cancel",
    "change",
    "drafted",
    "escalate",
    "escalate_due",
    "finish_simulation",
    "hand_over",
    "meet",
    "merge",
    "newest",
    "pause",
    "plan_simulation",
    "publish",
    "publish_calendar",
    "reopen",
    "replay_part",
    "reset",
    "resume",
    "set_due",
    "set_group_targets",
    "set_targets",
    "set_week",
    "split",
    "start",
    "status_changed",
    "stop_resolution",
    "take",
    "unanswer",
]
