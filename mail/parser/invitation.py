"""Invitations: the one event that a calendar part is about, read only; repetitions are never worked out."""

from collections.abc import Mapping
from datetime import date, datetime
from html import escape
from typing import TYPE_CHECKING

from mail.parser.charsets import clean_line
from mail.parser.parsed import Invitation

if TYPE_CHECKING:
    from icalendar import Component

MAX_SIZE = 256 * 1024
MAX_LINES = 5000
LONGEST = 300


def read(data: bytes) -> Invitation | None:
    """Return the first event of a calendar; nothing when it has none or cannot be read."""
    if len(data) > MAX_SIZE or data.count(b"\n") > MAX_LINES:
        return None
    from icalendar import Calendar  # noqa: PLC0415 -- costs more to import than most mails to read
    from icalendar.error import BrokenCalendarProperty, InvalidCalendar  # noqa: PLC0415 -- as above
    from icalendar.timezone import tzp  # noqa: PLC0415 -- as above

    tzp.use_default()  # it keeps the zones of every calendar that this process has read
    try:
        calendar = Calendar.from_ical(data)
        event = next(iter(calendar.walk("VEVENT")), None)
        return _invitation(calendar, event) if event is not None else None
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, InvalidCalendar, BrokenCalendarProperty):
        return None
    except (RecursionError, OverflowError, OSError):  # OSError: zones are files, and their names may be too long
        return None


def _invitation(calendar: "Component", event: "Component") -> Invitation:
    return Invitation(
        method=_text(calendar, "METHOD").lower(),
        summary=_text(event, "SUMMARY"),
        start=_moment(event, "DTSTART"),
        end=_moment(event, "DTEND"),
        location=_text(event, "LOCATION"),
        organiser=_text(event, "ORGANIZER").removeprefix("mailto:").removeprefix("MAILTO:"),
    )


def _text(component: Mapping[str, object], name: str) -> str:
    value = component.get(name)
    if isinstance(value, list):
        value = value[0] if value else ""
    return clean_line(str(value))[:LONGEST] if value is not None else ""


def _moment(component: "Component", name: str) -> str:
    """Return a moment as the calendar says it, with its zone: the reader's own may differ."""
    told = component.get(name)
    value = getattr(told, "dt", None)
    if isinstance(value, datetime):
        zone = _zone(value, str(getattr(told, "params", {}).get("TZID", "")))
        return clean_line(f"{value:%Y-%m-%d %H:%M} {zone}")[:LONGEST]
    return value.isoformat() if isinstance(value, date) else ""


def _zone(moment: datetime, told: str) -> str:
    """Return the zone by the name all the world knows, else by its distance from UTC, else as the calendar calls it."""
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON  # noqa: PLC0415 -- as above

    known = getattr(moment.tzinfo, "key", "") or WINDOWS_TO_OLSON.get(told.strip("/"), "")
    offset = moment.utcoffset()
    if known or offset is None:
        return known or told
    return f"{moment:%:z}" if offset else "UTC"


def card(invitation: Invitation) -> str:
    """Return an event as HTML: what, when, where, and who asks; no words of ours, so it reads in any language."""
    when = " – ".join(filter(None, [invitation.start, invitation.end]))
    rows = [when, invitation.location, invitation.organiser]
    lines = "<br>".join(escape(row) for row in rows if row)
    return f"<blockquote><p><strong>{escape(invitation.summary)}</strong><br>{lines}</p></blockquote>"
