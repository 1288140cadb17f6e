"""Working time: which instants count, how much lies between two of them, and when a budget of it is used up.

Pure: knows no database, and never asks what time it is. Business time is the sum of real seconds, so dates are walked
in the calendar's zone and lengths are measured in UTC; that is what makes a day with a clock change right.
"""

from sla.calendar.days import (
    DAY_MINUTES,
    Closing,
    DateRange,
    NeverOpen,
    Opening,
    PublicHolidays,
    UnknownCountry,
    Week,
    Window,
    YearlyRange,
    countries,
)
from sla.calendar.deadlines import Target, Unit, due, shifted
from sla.calendar.working import ALWAYS, WorkingTime, round_the_clock

__all__ = [
    "ALWAYS",
    "DAY_MINUTES",
    "Closing",
    "DateRange",
    "NeverOpen",
    "Opening",
    "PublicHolidays",
    "Target",
    "Unit",
    "UnknownCountry",
    "Week",
    "Window",
    "WorkingTime",
    "YearlyRange",
    "countries",
    "due",
    "round_the_clock",
    "shifted",
]
