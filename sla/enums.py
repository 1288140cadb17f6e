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
    TAKING = "taking", _("Taken by the group")
    HANDLING = "handling", _("Handled by the group")


class TargetUnit(TextChoices):
    """What a target is counted in, in words; the values are those of the calendar's own units."""

    MINUTE = "minute", _("minutes")
    HOUR = "hour", _("hours")
    DAY = "day", _("working days")
    END_OF_DAY = "end_of_day", _("end of the working day, after days")
    MONTH = "month", _("months")


class Trigger(TextChoices):
    """When a level of an escalation is reached."""

    SHARE = "share", _("% of the target is used up")
    BEFORE = "before", _("minutes before it falls due")
    AFTER = "after", _("minutes after it fell due")


class Act(TextChoices):
    """What a level of an escalation does; the upper app carries it out."""

    NOTIFY = "notify", _("Notify")
    ASSIGN = "assign", _("Assign")
    RAISE = "raise", _("Raise the priority")
    STATUS = "status", _("Change the status")
    WATCH = "watch", _("Add a watcher")


class Field(TextChoices):
    """What a policy may ask of a conversation, the most specific first; the upper app says what the values stand for."""

    CONTRACT = "contract", _("Contract")
    COMPANY = "company", _("Customer")
    COMPANY_GROUP = "company_group", _("Group of customers")
    TYPE = "type", _("Ticket type")
    CATEGORY = "category", _("Category")
    PRIORITY = "priority", _("Priority")
    SOURCE = "source", _("Source")


class StatusMeaning(TextChoices):
    """What a status means to the clocks, by the policy."""

    RUNNING = "running", _("Running")
    PAUSED = "paused", _("Paused")
    FULFILLED = "fulfilled", _("Fulfilled")


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


class PromiseResult(TextChoices):
    """What came of a promise."""

    KEPT = "kept", _("Kept")
    BROKEN = "broken", _("Broken")
    OPEN = "open", _("Open")


class Colour(TextChoices):
    """Colours of a priority."""

    SECONDARY = "secondary", _("Grey")
    BLUE = "blue", _("Blue")
    GREEN = "green", _("Green")
    YELLOW = "yellow", _("Yellow")
    ORANGE = "orange", _("Orange")
    RED = "red", _("Red")
    PURPLE = "purple", _("Purple")


CUSTOMERS = (Kind.FIRST_RESPONSE, Kind.NEXT_RESPONSE, Kind.RESOLUTION)
INTERNAL = (Kind.TAKING, Kind.HANDLING)
RESPONSES = frozenset({Kind.FIRST_RESPONSE, Kind.NEXT_RESPONSE})
PAUSED_BY_EVERY_HOLD = frozenset({Kind.RESOLUTION, Kind.HANDLING})
