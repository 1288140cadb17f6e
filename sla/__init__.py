"""Service levels: calendars, policies and clocks. Knows no ticket."""
