"""Telling what happened: the timeline grows, and never changes."""

from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone

from helpdesk.models import User
from tickets.enums import Visibility
from tickets.models import Event, Message, Note, Ticket


def record(  # noqa: PLR0913 -- an event has that many facts
    ticket: Ticket,
    kind: str,
    *,
    actor: User | None,
    data: Mapping[str, object] | None = None,
    visibility: str = Visibility.INTERNAL,
    at: datetime | None = None,
) -> Event:
    """Append that ``actor`` did something; without an actor, the desk itself did it. ``data`` are primitives."""
    return Event.objects.create(
        ticket=ticket, kind=kind, actor=actor, data=dict(data or {}), visibility=visibility, at=at or timezone.now()
    )


def record_message(ticket: Ticket, kind: str, message: Message, *, actor: User | None) -> Event:
    """Append something said in public."""
    return Event.objects.create(
        ticket=ticket, kind=kind, actor=actor, message=message, visibility=Visibility.PUBLIC, at=message.at
    )


def record_note(ticket: Ticket, kind: str, note: Note, *, actor: User) -> Event:
    """Append a note; the event holds no word of it, and whoever may read the note sees it."""
    return Event.objects.create(ticket=ticket, kind=kind, actor=actor, note=note, at=note.at)
