"""Writing incoming mail down, before anybody looks into it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.module_loading import import_string

from helpdesk import current_time
from helpdesk.after_commit import after_commit
from helpdesk.file_locks import hold
from mail import raw_store
from mail.decision import Decision, stored
from mail.errors import UnknownRecipient
from mail.models import InboundMail, Mailbox


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a mail came from: a place on an IMAP server, or the envelope of an SMTP transaction."""

    folder: str = ""
    uidvalidity: int | None = None
    uid: int | None = None
    envelope_from: str = ""
    envelope_to: str = ""
    whole_size: int | None = None  # when only the beginning of an oversize mail was fetched


def journal(mailbox: Mailbox, raw: bytes, origin: Origin, *, received_at: datetime) -> InboundMail:
    """Keep ``raw``, committed and on the disk when this returns; the same place on a server gives the same row.

    It cannot fail because of what is in the mail, for nothing here looks into it. Then the task that the setting
    MAIL_INTAKE_TASK names gets the row's key; a task that is lost is made up for by the sweep.
    """
    inbound = InboundMail(
        mailbox=mailbox,
        folder=origin.folder,
        uidvalidity=origin.uidvalidity,
        uid=origin.uid,
        envelope_from=origin.envelope_from[:320],
        envelope_to=origin.envelope_to[:320],
        received_at=received_at,
        size=len(raw),
        raw_sha256=raw_store.digest(raw),
        raw_fp=raw_store.fingerprint(raw),
        decision=stored(Decision(oversize=origin.whole_size or 0)),
    )
    return _written(inbound, raw) or _earlier(inbound, raw)


def _earlier(inbound: InboundMail, raw: bytes) -> InboundMail:
    """Return what the journal has from the same place; another account may use the numbers of the one before."""
    there = InboundMail.objects.at(inbound.mailbox, inbound.folder, inbound.uidvalidity, [inbound.uid])
    earlier: InboundMail = there.get()
    if earlier.raw_fp == inbound.raw_fp:
        _mend(earlier, raw)
        return earlier
    again = there.model.objects.same_as(inbound).filter(uid=None).first()
    inbound.uid = inbound.uidvalidity = None
    return again or _written(inbound, raw) or earlier


def _written(inbound: InboundMail, raw: bytes) -> InboundMail | None:
    """Commit file and row and pass the key on; nothing when the journal has the mail from this place already."""
    try:
        with transaction.atomic(durable=True):
            hold(inbound.raw_sha256)
            inbound.save(force_insert=True)
            raw_store.store(raw)  # after the row, so that a place that is known already brings no deleted file back
            after_commit(partial(hand_over, inbound.pk))
    except IntegrityError:
        if inbound.uid is None:
            raise
        return None
    return inbound


@transaction.atomic
def _mend(earlier: InboundMail, raw: bytes) -> None:
    """Bring back a file that was lost or damaged, but none that was deleted on purpose."""
    hold(earlier.raw_sha256)
    earlier.refresh_from_db(fields=["raw_deleted_at"])
    if not earlier.raw_deleted_at and raw_store.digest(raw) == earlier.raw_sha256:
        raw_store.store(raw)


@transaction.atomic
def note_moved(inbound: InboundMail, folder: str, *, uidvalidity: int, uid: int) -> None:
    """Note where on the server we have put a mail."""
    InboundMail.objects.filter(pk=inbound.pk).update(moved_to=folder, moved_uidvalidity=uidvalidity, moved_uid=uid)


@transaction.atomic
def note_cleared(mails: Iterable[InboundMail]) -> None:
    """Note that mails are not on the server any more."""
    InboundMail.objects.filter(pk__in=[mail.pk for mail in mails]).update(cleared_at=current_time.now())


def take_in(raw: bytes, *, to: str, sender: str = "") -> InboundMail:
    """Journal a mail that was handed to us directly for the recipient ``to``; refuse when no mailbox has it."""
    mailbox = Mailbox.objects.for_recipient(to)
    if mailbox is None:
        raise UnknownRecipient(to)
    return journal(mailbox, raw, Origin(envelope_from=sender, envelope_to=to), received_at=current_time.now())


def hand_over(inbound_id: int) -> None:
    """Send the key of a journaled mail to the upper app's task, named by MAIL_INTAKE_TASK."""
    if settings.MAIL_INTAKE_TASK:
        import_string(settings.MAIL_INTAKE_TASK).delay(inbound_id)
