"""Calendars, policies with their targets, and the clocks of what was promised."""

from sla.models.calendars import Calendar, CalendarWindow, ClosedDay, ExtraOpening
from sla.models.clocks import Agreement, Clock, ClockPause
from sla.models.policies import Policy, PolicyTarget, Priority

__all__ = [
    "Agreement",
    "Calendar",
    "CalendarWindow",
    "Clock",
    "ClockPause",
    "ClosedDay",
    "ExtraOpening",
    "Policy",
    "PolicyTarget",
    "Priority",
]
