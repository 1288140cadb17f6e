"""What becomes of a journaled mail."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_noop

from helpdesk import current_time
from helpdesk.after_commit import after_commit
from helpdesk.models import User
from helpdesk.querysets import still_there
from mail import preview
from mail.actions.journal import hand_over
from mail.decision import Decision, added
from mail.enums import Ignored, InboundStatus
from mail.errors import AlreadyDiscarded, NothingToRetry, RawForgotten
from mail.models import InboundMail

MAX_ATTEMPTS = 3
LEASE = timedelta(minutes=5)
LONGEST_BUSY = timedelta(days=1)
BACK_OFF = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30))


def start_attempt(inbound_id: int) -> InboundMail | None:
    """Count one attempt to take a mail in, committed, and reserve the mail for five minutes.

    Nothing when it is handled, gone, in other hands or not due. Counting first makes a mail that kills its worker
    run out of attempts instead of coming back for ever.
    """
    now = current_time.now()
    due = InboundMail.objects.due(now).filter(pk=inbound_id)
    with transaction.atomic(durable=True):
        begun = due.filter(attempts__lt=MAX_ATTEMPTS).update(attempts=F("attempts") + 1, next_attempt_at=now + LEASE)
    if begun:
        return InboundMail.objects.for_reading().get(pk=inbound_id)
    with transaction.atomic():
        worn = due.filter(attempts__gte=MAX_ATTEMPTS).select_for_update(of=("self",), skip_locked=True).first()
        if worn:
            mark_quarantined(worn, worn.last_error or gettext_noop("Taking this mail in failed three times."))
    return None


def mark_processed(inbound: InboundMail, decision: Decision) -> InboundMail:
    """Note that the mail was taken into the thread of ``decision``, and why there."""
    inbound.thread_id = decision.thread_id or inbound.thread_id
    return _close(inbound, InboundStatus.PROCESSED, decision)


def mark_ignored(inbound: InboundMail, decision: Decision) -> InboundMail:
    """Note that nothing comes of the mail, and why; it stays visible and can be processed again."""
    return _close(inbound, InboundStatus.IGNORED, decision)


def mark_quarantined(inbound: InboundMail, reason: str) -> InboundMail:
    """Set the mail aside for a person, with the ``reason`` in plain words, untranslated: each reads it in their own."""
    inbound.last_error = reason
    _look_at(inbound)
    return _close(inbound, InboundStatus.QUARANTINED, Decision(quarantined=reason))


def mark_failed(inbound: InboundMail, reason: str) -> InboundMail:
    """Note a failed attempt and when to try again; after the third one set the mail aside for a person."""
    if inbound.attempts >= MAX_ATTEMPTS:
        return mark_quarantined(inbound, reason)
    return _again_later(inbound, reason, BACK_OFF[max(inbound.attempts - 1, 0)])


def give_back(inbound: InboundMail, reason: str) -> InboundMail:
    """Note that an attempt was broken off through no fault of the mail: it does not count, and soon there is another.

    No machine is busy for a whole day: a mail that has waited that long is at fault itself.
    """
    if inbound.journaled_at < current_time.now() - LONGEST_BUSY:
        return mark_failed(inbound, reason)
    inbound.attempts = max(inbound.attempts - 1, 0)
    return _again_later(inbound, reason, BACK_OFF[0])


def _again_later(inbound: InboundMail, reason: str, pause: timedelta) -> InboundMail:
    inbound.status = InboundStatus.FAILED
    inbound.last_error = reason
    inbound.next_attempt_at = current_time.now() + pause
    _look_at(inbound)
    fields = ["status", "attempts", "last_error", "next_attempt_at", "subject", "sender", "sender_name"]
    inbound.save(update_fields=fields)
    return inbound


def _look_at(inbound: InboundMail) -> None:
    """Note subject and sender as far as they can be read without parsing, for the lists that people look through."""
    if inbound.subject or inbound.sender:
        return
    seen = preview.preview_of(inbound.peek())
    inbound.subject, inbound.sender, inbound.sender_name = seen.subject, seen.address, seen.name


@transaction.atomic
def retry(inbound: InboundMail, *, by: User) -> InboundMail:
    """Put an ignored or quarantined mail back in the queue; refuse for one that was taken in already."""
    inbound = still_there(InboundMail.objects.select_for_update(of=("self",)), inbound)
    if inbound.status == InboundStatus.PROCESSED:
        raise NothingToRetry
    if inbound.raw_deleted_at:
        raise RawForgotten
    inbound.status, inbound.handled_at = InboundStatus.RECEIVED, None
    inbound.attempts, inbound.next_attempt_at, inbound.last_error = 0, None, ""
    inbound.decided = replace(inbound.decided, retried_by=by.email, forced=True)
    inbound.duplicate_of = None
    inbound.save()
    after_commit(partial(hand_over, inbound.pk))
    return inbound


def take_up(inbound: InboundMail) -> InboundMail:
    """Return the mail locked, for a person to decide about; refuse for one that was taken in already."""
    locked = still_there(InboundMail.objects.select_for_update(of=("self",)).select_related("mailbox"), inbound)
    if locked.status == InboundStatus.PROCESSED:
        raise NothingToRetry
    return locked


@transaction.atomic
def discard(inbound: InboundMail, reason: str, *, by: User) -> InboundMail:
    """Note that nothing shall come of the mail, and why; it stays in the journal and can be brought back.

    Refuse where somebody has said why already.
    """
    inbound = take_up(inbound)
    if inbound.decided.ignored == Ignored.DISCARDED and inbound.status == InboundStatus.IGNORED:
        raise AlreadyDiscarded(inbound.decided.reason)
    return mark_ignored(inbound, Decision(ignored=Ignored.DISCARDED, reason=reason, by=by.email))


def _close(inbound: InboundMail, status: InboundStatus, decision: Decision) -> InboundMail:
    inbound.status, inbound.handled_at, inbound.next_attempt_at = status, current_time.now(), None
    inbound.decided = added(inbound.decided, decision)
    inbound.save()
    return inbound
