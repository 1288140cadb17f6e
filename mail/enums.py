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
    UNDONE = "undone", _("Undone")


class Trouble(TextChoices):
    """What keeps a copy from arriving, and what is to be done; the server's own words stand beside it."""

    NONE = "", ""
    NOT_FOUND = (
        "not_found",
        _("The outgoing server cannot be found. The mail waits until an administrator has corrected its name."),
    )
    NO_CONNECTION = (
        "no_connection",
        _(
            "The outgoing server refuses connections. The mail waits; if it lasts, an administrator must check the port."
        ),
    )
    SILENCE = "silence", _("The outgoing server does not answer. The mail waits and is tried again by itself.")
    UNPROTECTED = (
        "unprotected",
        _("The connection to the outgoing server could not be protected. An administrator must check its certificate."),
    )
    NOT_OFFERED = (
        "not_offered",
        _("The outgoing server does not offer the chosen security or sign-in. An administrator must choose another."),
    )
    SIGN_IN = (
        "sign_in",
        _("The outgoing server refuses the user name or the password. An administrator must correct them."),
    )
    NO_TOKEN = (
        "no_token",
        _("The token server gives us no access. An administrator must sign in as the mailbox anew."),
    )
    BROKEN_OFF = "broken_off", _("The connection to the outgoing server broke off. The mail is tried again by itself.")
    PUT_OFF = "put_off", _("The outgoing server puts the mail off. It is tried again by itself.")
    REFUSED = "refused", _("The outgoing server does not take the mail. Please check the address.")
    NO_ANSWER = (
        "no_answer",
        _(
            "The outgoing server got the whole mail but did not confirm it. Please ask the recipient before sending anew."
        ),
    )
    UNBUILDABLE = (
        "unbuildable",
        _("The mail could not be put together: a file is missing, or an address is no address. Please write it anew."),
    )
    INTERRUPTED = (
        "interrupted",
        _("Sending was interrupted on our side, by a restart for instance. It goes on by itself."),
    )
    GIVEN_UP = (
        "given_up",
        _(
            "Sending was interrupted too often. An administrator must look at the worker's log; then write the mail anew."
        ),
    )
    RETURNED = "returned", _("The mail came back. Please check the address, or reach the recipient another way.")
    DELAYED = "delayed", _("The recipient's server is late; it goes on trying.")
    COMPLAINED = "complained", _("The recipient has reported the mail as spam. No automatic mail goes there any more.")


class MatchedBy(StrEnum):
    """What led an incoming mail to its thread."""

    TOKEN = "token"  # noqa: S105 -- the word, not a secret
    OUR_ID = "our_id"
    RETURN_PATH = "return_path"
    THEIR_ID = "their_id"
    ANSWERED_BEFORE = "answered_before"
    NOTHING = ""


class Trust(StrEnum):
    """What servers that we trust found out about the sender."""

    PASSED = "passed"
    NEUTRAL = "neutral"
    FAILED = "failed"


class Strength(StrEnum):
    """How far a match may be trusted; ``WEAK`` is given by the upper app alone."""

    STRONG = "strong"
    MEDIUM = "medium"
    WEAK = "weak"
    NONE = ""
