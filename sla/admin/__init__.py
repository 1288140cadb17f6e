"""Service levels in the administration: definitions are written here, what runs is only looked at."""

from sla.admin import agreements, calendars, policies

__all__ = ["agreements", "calendars", "policies"]
