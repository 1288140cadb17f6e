"""People, our own firm, stored files, what is kept about signing in, and forms that were sent."""

from helpdesk.models.attempts import AttemptCount
from helpdesk.models.audit import AuditEvent
from helpdesk.models.heartbeats import Heartbeat
from helpdesk.models.once import SentForm
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
from helpdesk.models.sessions import UserSession

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
