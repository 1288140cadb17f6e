"""Everything that changes the floor. One verb, one function, one transaction."""

from helpdesk.actions import attempts, audit, heartbeats, sent_forms, sessions
from helpdesk.actions.people import change_profile, change_theme, vouch_for_email

__all__ = [
    "attempts",
    "audit",
    "change_profile",
    "change_theme",
    "heartbeats",
    "sent_forms",
    "sessions",
    "vouch_for_email",
]
