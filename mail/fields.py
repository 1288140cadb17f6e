"""A text field that is unreadable in the database without the installation's key."""

import logging

from cryptography.fernet import InvalidToken
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from helpdesk.encryption import cipher

log = logging.getLogger(__name__)


class EncryptedTextField(models.TextField[str, str]):
    """Text kept encrypted at rest; with a lost key it reads as empty, and says so in the log."""

    def get_prep_value(self, value: str | None) -> str | None:
        """Encrypt on the way to the database."""
        text = super().get_prep_value(value)
        return cipher().encrypt(text.encode()).decode() if text else text

    def from_db_value(self, value: str | None, _expression: object, _connection: BaseDatabaseWrapper) -> str | None:
        """Decrypt on the way back."""
        if not value:
            return value
        try:
            return cipher().decrypt(value.encode()).decode()
        except InvalidToken:
            log.exception("A value of %s cannot be decrypted: FIELD_ENCRYPTION_KEY has changed.", self)
            return ""

    def value_to_string(self, obj: models.Model) -> str:
        """Return the encrypted text, for dumps of the data."""
        return self.get_prep_value(self.value_from_object(obj)) or ""

    def to_python(self, value: str | None) -> str | None:
        """Decrypt what stands in a dump; what a person wrote stays as it is."""
        text: str | None = super().to_python(value)
        try:
            return cipher().decrypt(text.encode()).decode() if text else text
        except InvalidToken:
            return text
