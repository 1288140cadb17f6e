"""The words that mail uses for its states and choices."""

from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Protocol(TextChoices):
    """How mail comes into a mailbox."""

    NONE = "none", _("Not fetched (direct intake only)")
    IMAP = "imap", _("IMAP")


class Security(TextChoices):
    """How a connection to a mail server is protected."""

    SSL = "ssl", _("TLS from the start")
    STARTTLS = "starttls", _("STARTTLS")
    PLAIN = "plain", _("None (trusted network only)")


class Authentication(TextChoices):
    """How we sign in to a mail server."""

    PASSWORD = "password", _("Password")
    XOAUTH2 = "xoauth2", _("OAuth 2 (Microsoft 365, Google)")


class InboundStatus(TextChoices):
    """What became of an incoming mail."""

    RECEIVED = "received", _("Received")
    PROCESSED = "processed", _("Processed")
    IGNORED = "ignored", _("Ignored")
    QUARANTINED = "quarantined", _("Needs attention")
    FAILED = "failed", _("Failed, will be tried again")


class Ignored(TextChoices):
    """Why an incoming mail was ignored; kept in its decision."""

    DUPLICATE = "duplicate", _("The same mail is already here")
    BOUNCE = "bounce", _("A delivery report")
    LOOP = "loop", _("Our own mail coming back")
    DISCARDED = "discarded", _("Discarded by hand")


class OutboundKind(TextChoices):
    """Who writes an outgoing mail, and to what end."""

    REPLY = "reply", _("Reply of a person")
    AUTO = "auto", _("Automatic answer")
    NOTIFICATION = "notification", _("Notification")


class AutoSubmitted(TextChoices):
    """The value of Auto-Submitted on mail that no person wrote (RFC 3834)."""

    NO = "", _("Written by a person")
    REPLIED = "auto-replied", _("Answers a mail")
    GENERATED = "auto-generated", _("Caused by an event")


class RecipientKind(TextChoices):
    """In which header a recipient stands."""

    TO = "to", _("To")
    CC = "cc", _("Cc")


class DeliveryState(TextChoices):
    """What is known about one recipient's copy."""

    QUEUED = "queued", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")
    UNKNOWN = "unknown", _("Possibly sent")
    UNDONE = "undone", _("Taken back")


class MatchedBy(StrEnum):
    """What led an incoming mail to its thread."""

    TOKEN = "token"  # noqa: S105 -- the word, not a secret
    OUR_ID = "our_id"
    THEIR_ID = "their_id"
    NOTHING = ""


class Strength(StrEnum):
    """How far a match may be trusted; ``WEAK`` is given by the upper app alone."""

    STRONG = "strong"
    MEDIUM = "medium"
    WEAK = "weak"
    NONE = ""
