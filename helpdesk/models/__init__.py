"""People, our own firm, stored files, what is kept about signing in, and forms that were sent."""

from helpdesk.models.audit import AuditEvent
from helpdesk.models.heartbeats import Heartbeat
from helpdesk.models.people import (
    CacheEntry,
    CompanyProfile,
    OperatorDefaults,
    StoredFile,
    User,
    UserManager,
    validate_time_zone,
    validate_vat_id,
)
from helpdesk.models.sent_forms import SentForm
from helpdesk.models.sessions import UserSession
from helpdesk.models.sign_in_attempts import AttemptCount

__all__ = [
    "AttemptCount",
    "AuditEvent",
    "CacheEntry",
    "CompanyProfile",
    "Heartbeat",
    "OperatorDefaults",
    "SentForm",
    "StoredFile",
    "User",
    "UserManager",
    "UserSession",
    "validate_time_zone",
    "validate_vat_id",
]
