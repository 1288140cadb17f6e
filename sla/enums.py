"""Choices of the service levels."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class Weekday(IntegerChoices):
    """Days of the week as Python counts them."""

    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class Kind(TextChoices):
    """What a clock measures."""

    FIRST_RESPONSE = "first_response", _("First response")
    NEXT_RESPONSE = "next_response", _("Next response")
    RESOLUTION = "resolution", _("Resolution")


class PauseKind(TextChoices):
    """Why a clock stood still; statistics keep the two apart."""

    HOLD = "hold", _("On hold")
    RESOLVED = "resolved", _("Resolved")


class State(TextChoices):
    """How a clock stands at some instant."""

    DUE = "due", _("Due")
    PAUSED = "paused", _("Paused")
    MET = "met", _("Met")
    MET_LATE = "met_late", _("Met late")
    BREACHED = "breached", _("Breached")
    PAUSED_AFTER_BREACH = "paused_after_breach", _("Paused after breach")
    CANCELLED = "cancelled", _("Cancelled")


class Colour(TextChoices):
    """Colours of a priority."""

    SECONDARY = "secondary", _("Grey")
    BLUE = "blue", _("Blue")
    GREEN = "green", _("Green")
    YELLOW = "yellow", _("Yellow")
    ORANGE = "orange", _("Orange")
    RED = "red", _("Red")
    PURPLE = "purple", _("Purple")


RESPONSES = frozenset({Kind.FIRST_RESPONSE, Kind.NEXT_RESPONSE})
