"""Notes among agents, and those only for oneself."""

from collections.abc import Collection
from uuid import uuid4

from django.db import transaction

from helpdesk import current_time, idempotency
from helpdesk import html as markup
from helpdesk.models import User
from tickets import timeline
from tickets.actions import notifications, search_index
from tickets.actions.locking import locked
from tickets.drafts import MailOrigin, NewFile
from tickets.enums import MessageWarning, TicketEvent, Visibility
from tickets.errors import NothingToSay
from tickets.models import Attachment, Note, Ticket
from tickets.rules import ensure_can_delete_note, ensure_can_set_confidential, ensure_can_work_on


@transaction.atomic
def add_note(  # noqa: PLR0913 -- a note has that many facts
    ticket: Ticket,
    html: str,
    *,
    by: User,
    is_confidential: bool = False,
    files: tuple[NewFile, ...] = (),
    key: str = "",
    told: Collection[User] = (),
    mailed: MailOrigin | None = None,
) -> Note:
    """Add a note for agents, or, confidential, for its author alone; refuse one without words or files.

    The same ``key`` never adds two, and no other one (``KeyUsed``). Who is ``told`` of it anyway is not told that it
    mentions them. What was ``mailed`` and is not proven to be from ``by`` bears that mark, and tells nobody.
    """
    ticket = locked(ticket)
    ensure_can_work_on(by, ticket)
    once_key, content = (
        idempotency.scoped_or_none(key, "note", ticket.pk, by.pk),
        idempotency.fingerprint(html, is_confidential, files),
    )
    earlier = idempotency.earlier(Note.objects.all(), once_key, content)
    if earlier:
        return earlier
    cleaned = markup.clean(html)
    text = markup.to_text(cleaned)
    if not text and not files:
        raise NothingToSay
    visibility = Visibility.CONFIDENTIAL if is_confidential else Visibility.INTERNAL
    note = Note.objects.create(
        ticket=ticket,
        author=by,
        visibility=visibility,
        inbound=mailed.inbound if mailed else None,
        warnings=_marks(mailed) if mailed else [],
        html=cleaned,
        text=text,
        at=current_time.now(),
        key=once_key,
        fingerprint=content,
    )
    attach(note, files)
    timeline.record_note(ticket, TicketEvent.NOTE_ADDED, note, actor=None if note.is_claimed else by)
    if not is_confidential:  # a confidential note leaves no trace that others could see, not even in the order of lists
        _announce(note, ticket, told)
    return note


def _announce(note: Note, ticket: Ticket, told: Collection[User]) -> None:
    """Let the desk notice a note; who only claims to have written it mentions nobody."""
    if not note.is_claimed:
        notifications.notify_mentioned(note, told=told)
    ticket.active_at = max(ticket.active_at, note.at)
    ticket.save(update_fields=["active_at"])
    search_index.index_note(note)


def _marks(mailed: MailOrigin) -> list[str]:
    return list(dict.fromkeys([*([] if mailed.is_proven else [MessageWarning.CLAIMED.value]), *mailed.warnings]))


def attach(note: Note, files: tuple[NewFile, ...]) -> None:
    """Hang ``files`` on ``note``."""
    Attachment.objects.bulk_create(
        Attachment(
            public_id=f.public_id or uuid4(),
            note=note,
            file=f.file,
            name=f.name[:255],
            content_id=f.content_id,
            is_inline=f.is_inline,
        )
        for f in files
    )


@transaction.atomic
def set_confidential(note: Note, *, is_confidential: bool, by: User) -> Note:
    """Keep ``note`` for its author alone from now on, or let all agents read it; twice is the same as once.

    Nothing of a note that becomes confidential stays with others: neither in the search nor in their news.
    """
    ticket = locked(note.ticket)
    note.refresh_from_db()
    ensure_can_set_confidential(by, note)
    if note.is_confidential == is_confidential:
        return note
    note.visibility = Visibility.CONFIDENTIAL if is_confidential else Visibility.INTERNAL
    note.save(update_fields=["visibility"])
    search_index.index_note(note)
    if is_confidential:
        notifications.forget_note(note)
    else:
        ticket.active_at = current_time.now()
        ticket.save(update_fields=["active_at"])
        notifications.notify_mentioned(note)
    return note


@transaction.atomic
def delete_note(note: Note, *, by: User) -> Note:
    """Take a note away from every eye; the row stays, for the timeline is append-only."""
    locked(note.ticket)
    ensure_can_delete_note(by, note)
    note.deleted_at = current_time.now()
    note.save(update_fields=["deleted_at"])
    notifications.forget_note(note)
    search_index.index_note(note)
    return note
