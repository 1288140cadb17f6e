"""Choices of the floor."""

from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Language(TextChoices):
    """Languages that the desk speaks."""

    EN = "en", _("English")
    FR = "fr", _("French")
    IT = "it", _("Italian")
    RO = "ro", _("Romanian")


class Process(StrEnum):
    """Processes that give signs of life."""

    BEAT = "beat"
    WORKER = "worker"


class Deed(StrEnum):
    """What is done now and then, and leaves a sign of when it was done last."""

    BACKUP = "backup"


class Theme(TextChoices):
    """How light the pages are."""

    AUTO = "auto", _("Like my device")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class Density(TextChoices):
    """How tall the rows of a list are."""

    NORMAL = "normal", _("Normal")
    COMPACT = "compact", _("Compact")


class Group(TextChoices):
    """Groups that every installation ships with."""

    AGENT = "agent", _("Agents")
    SUPERVISOR = "supervisor", _("Supervisors")
    SALES = "sales", _("Sales")
    BILLER = "biller", _("Billers")
    ADMIN = "admin", _("Administrators")
    CUSTOMER = "customer", _("Customers")


class ScanState(TextChoices):
    """What a virus scanner said of a file."""

    NONE = "", _("Not scanned")
    WAITING = "waiting", _("Waits to be scanned")
    CLEAN = "clean", _("Nothing found")
    INFECTED = "infected", _("Infected")


class AuditKind(TextChoices):
    """What the audit log tells of."""

    SIGNED_IN = "signed_in", _("Signed in")
    SIGN_IN_FAILED = "sign_in_failed", _("Sign-in failed")
    SIGNED_OUT = "signed_out", _("Signed out")
    SESSIONS_ENDED = "sessions_ended", _("Sessions ended")
    PASSWORD_CHANGED = "password_changed", _("Password changed")
    SECOND_FACTOR = "second_factor", _("Second factor changed")
    RIGHTS_CHANGED = "rights_changed", _("Rights changed")
    EXPORTED = "exported", _("Exported")
    ANONYMISED = "anonymised", _("Person anonymised")
    PURGED = "purged", _("Old data purged")


class AttemptPurpose(TextChoices):
    """What somebody who may be guessing tries to do."""

    PASSWORD = "password", _("Password")
    CODE = "code", _("Code by e-mail")
    RESET = "reset", _("Password reset")
    CODE_ENTERED = "code_entered", _("Code entered")
    NETWORK = "network", _("Anything from one network")
