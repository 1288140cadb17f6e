"""Everything that changes the floor. One verb, one function, one transaction."""

from helpdesk.actions import audit, heartbeats, sent_forms, sessions, sign_in_attempts
from helpdesk.actions.people import change_profile, change_theme, vouch_for_email

__all__ = [
    "audit",
    "change_profile",
    "change_theme",
    "heartbeats",
    "sent_forms",
    "sessions",
    "sign_in_attempts",
    "vouch_for_email",
]
