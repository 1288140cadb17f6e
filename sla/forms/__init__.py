"""Calendars and policies as an administrator writes them."""

from sla.forms.calendars import WEEKDAYS, CalendarForm, OpeningForm
from sla.forms.policies import PolicyForm

__all__ = ["WEEKDAYS", "CalendarForm", "OpeningForm", "PolicyForm"]
