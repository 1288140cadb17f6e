"""Calendars and policies as an administrator writes them."""

from sla.forms.calendars import WEEKDAYS, CalendarForm, OpeningForm
from sla.forms.policies import CONDITIONS, GroupTargetForm, LevelForm, PolicyForm

__all__ = ["CONDITIONS", "WEEKDAYS", "CalendarForm", "GroupTargetForm", "LevelForm", "OpeningForm", "PolicyForm"]
