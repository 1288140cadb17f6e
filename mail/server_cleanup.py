"""Deleting from a mail server what has been safe with us for long enough; nothing else there is ever touched."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import partial

from django.utils.translation import gettext_noop as _

from helpdesk.deferred_text import deferred
from mail import imap, raw_store
from mail.actions.journal import note_cleared
from mail.alerts import raise_alert, settle_alerts
from mail.models import InboundMail, Mailbox
from mail.querysets import InboundMailQuerySet

AT_ONCE = 2000  # in a folder, each hour
TOGETHER = 200
SAME_MOMENT = timedelta(seconds=2)

type Lookup = Callable[[Iterable[int]], InboundMailQuerySet]


def clear(mailbox: Mailbox, folder: imap.Folder, now: datetime) -> int:
    """Delete what the journal has had for as long as the mailbox says; return how many mails.

    Looked at are the folder that is fetched, and the one that fetched mail is moved to as far as the server told us
    where each mail went.
    """
    if not mailbox.keep_days:
        return 0
    until, count = now - timedelta(days=mailbox.keep_days), 0
    try:
        count += _clear(folder, partial(InboundMail.objects.at, mailbox, mailbox.folder, folder.validity), until)
        target = folder.other(mailbox.processed_folder) if mailbox.processed_folder else None
        if target:
            moved = partial(InboundMail.objects.moved_to, mailbox, mailbox.processed_folder, target.validity)
            count += _clear(target, moved, until)
    except imap.ImapFailed as error:
        text = _("Old mail of %(mailbox)s cannot be deleted on the server: %(error)s")
        raise_alert(f"clear:{mailbox.pk}", deferred(text, mailbox=mailbox, error=error.said), mailbox=mailbox)
        return count
    settle_alerts(f"clear:{mailbox.pk}")
    return count


def _clear(folder: imap.Folder, at: Lookup, until: datetime) -> int:
    kept = dict(_places(at(folder.all()).kept_whole_since(until)[:AT_ONCE], folder))
    places, gone = list(kept), 0
    for start in range(0, len(places), TOGETHER):
        some = places[start : start + TOGETHER]
        arrived = folder.arrived(some)
        sure = [uid for uid in some if _is_same(kept[uid], arrived.get(uid))]
        if sure:
            folder.delete(sure)
            note_cleared([kept[uid] for uid in sure])
        gone += len(sure)
    return gone


def _places(mails: Iterable[InboundMail], folder: imap.Folder) -> Iterable[tuple[int, InboundMail]]:
    """Return where each mail lies in ``folder``: where it was fetched, or where it was moved."""
    for mail in mails:
        here = mail.uid if (mail.folder, mail.uidvalidity) == (folder.name, folder.validity) else mail.moved_uid
        if here is not None:
            yield here, mail


def _is_same(mail: InboundMail, arrived: datetime | None) -> bool:
    """Return whether the server still means the same mail by its number, and ours can be read to the last byte.

    Copying a mail may shift the time of its arrival by a second, for some servers read it from the file. What we have
    deleted ourselves, for its time was over, need not lie on the server either.
    """
    is_same = arrived is not None and abs(arrived - mail.received_at) <= SAME_MOMENT
    return is_same and bool(mail.raw_deleted_at or raw_store.is_sound(mail.raw_sha256))
