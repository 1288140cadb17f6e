"""Telling what happened: the timeline grows, and never changes."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from helpdesk import current_time
from helpdesk.models import User
from mail.models import InboundMail
from tickets.enums import Visibility
from tickets.models import Event, Message, Note, Ticket

_mail: ContextVar[int | None] = ContextVar("mail", default=None)


@contextmanager
def came_by_mail(inbound: InboundMail) -> Iterator[None]:
    """Have everything that is recorded below say which mail it came by."""
    token = _mail.set(inbound.pk)
    try:
        yield
    finally:
        _mail.reset(token)


def record(  # noqa: PLR0913 -- an event has that many facts
    ticket: Ticket,
    kind: str,
    *,
    actor: User | None,
    data: Mapping[str, object] | None = None,
    visibility: str = Visibility.INTERNAL,
    at: datetime | None = None,
) -> Event:
    """Append that ``actor`` did something; without an actor, the desk itself did it. ``data`` are primitives.

    What somebody did by mail names the mail (``came_by_mail``).
    """
    told = {**(data or {}), **({"mail": _mail.get()} if _mail.get() and actor else {})}
    return Event.objects.create(
        ticket=ticket, kind=kind, actor=actor, data=told, visibility=visibility, at=at or current_time.now()
    )


def record_message(ticket: Ticket, kind: str, message: Message, *, actor: User | None) -> Event:
    """Append something said in public."""
    return Event.objects.create(
        ticket=ticket, kind=kind, actor=actor, message=message, visibility=Visibility.PUBLIC, at=message.at
    )


def record_note(ticket: Ticket, kind: str, note: Note, *, actor: User | None) -> Event:
    """Append a note; the event holds no word of it, and whoever may read the note sees it."""
    return Event.objects.create(ticket=ticket, kind=kind, actor=actor, note=note, at=note.at)
