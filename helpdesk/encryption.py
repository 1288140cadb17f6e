"""Secrets at rest: unreadable in the database without the installation's key."""

import base64
import hashlib

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def cipher() -> MultiFernet:
    """Return the cipher of FIELD_ENCRYPTION_KEY, a list with the newest key first; else one from SECRET_KEY."""
    keys = [part.strip() for part in settings.FIELD_ENCRYPTION_KEY.split(",") if part.strip()]
    if not keys:
        digest = hashlib.sha256(f"helpdesk.fields:{settings.SECRET_KEY}".encode()).digest()
        keys = [base64.urlsafe_b64encode(digest).decode()]
    return MultiFernet([Fernet(key) for key in keys])
