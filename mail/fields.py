"""A text field that is unreadable in the database without the installation's key."""

import base64
import hashlib
import logging

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

log = logging.getLogger(__name__)


def _cipher() -> MultiFernet:
    """Return the cipher of FIELD_ENCRYPTION_KEY, a list with the newest key first; else one from SECRET_KEY."""
    keys = [part.strip() for part in settings.FIELD_ENCRYPTION_KEY.split(",") if part.strip()]
    if not keys:
        digest = hashlib.sha256(f"helpdesk.fields:{settings.SECRET_KEY}".encode()).digest()
        keys = [base64.urlsafe_b64encode(digest).decode()]
    return MultiFernet([Fernet(key) for key in keys])


class EncryptedTextField(models.TextField[str, str]):
    """Text kept encrypted at rest; with a lost key it reads as empty, and says so in the log."""

    def get_prep_value(self, value: str | None) -> str | None:
        """Encrypt on the way to the database."""
        text = super().get_prep_value(value)
        return _cipher().encrypt(text.encode()).decode() if text else text

    def from_db_value(self, value: str | None, _expression: object, _connection: BaseDatabaseWrapper) -> str | None:
        """Decrypt on the way back."""
        if not value:
            return value
        try:
            return _cipher().decrypt(value.encode()).decode()
        except InvalidToken:
            log.exception("A value of %s cannot be decrypted: FIELD_ENCRYPTION_KEY has changed.", self)
            return ""
