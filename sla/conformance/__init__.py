"""Vectors from the test suites of other desks, played through our calendars, policies, agreements and clocks.

Each area is played in general, by what its vectors say, never by their names. An upper app adds its own areas in a
module of this name that has ``AREAS`` too.
"""

from sla.conformance import calendars, choices, histories, promises
from sla.conformance.outcomes import Facts, NotBuilt, Play, VectorResult, area_of, run

AREAS: dict[str, Play] = {
    "calendar.*": calendars.calendar,
    "outside_hours": calendars.outside_hours,
    "sla.*": promises.due_date,
    "sla.start_point": promises.start_point,
    "sla.manual_due": promises.manual_due,
    "sla.breach": promises.breach,
    "sla.level": promises.level,
    "sla": histories.sla,
    "first_response_time": histories.first_response_time,
    "selection": choices.selection,
}

__all__ = [
    "AREAS",
    "Facts",
    "NotBuilt",
    "Play",
    "VectorResult",
    "area_of",
    "run",
]
