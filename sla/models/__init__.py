"""Calendars, policies with their targets, and the clocks of what was promised."""

from sla.models.calendars import Calendar, CalendarWindow, ClosedDay, ExtraOpening
from sla.models.clocks import Agreement, Clock, ClockPause, Standstill
from sla.models.escalations import Escalation
from sla.models.levels import EscalationLevel
from sla.models.policies import GroupTarget, Policy, PolicyTarget, Priority
from sla.models.simulations import Simulation, SimulationPart
from sla.models.versions import PolicyVersion

__all__ = [
    "Agreement",
    "Calendar",
    "CalendarWindow",
    "Clock",
    "ClockPause",
    "ClosedDay",
    "Escalation",
    "EscalationLevel",
    "ExtraOpening",
    "GroupTarget",
    "Policy",
    "PolicyTarget",
    "PolicyVersion",
    "Priority",
    "Simulation",
    "SimulationPart",
    "Standstill",
]
