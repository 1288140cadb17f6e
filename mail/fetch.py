"""Fetching a mailbox: journal and commit each mail, and only then touch it on the server."""

import imaplib
import logging
import socket
import ssl
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import batched

from django.db import connection
from django.utils.translation import gettext_noop as _

from helpdesk import current_time
from helpdesk.deferred_text import DeferredText, deferred
from mail import credentials, imap
from mail.actions import journal
from mail.actions.journal import Origin, note_moved
from mail.actions.mailboxes import begin_again, move_cursor, note_failure, note_success, note_sweep
from mail.alerts import raise_alert, settle_alerts
from mail.enums import Authentication
from mail.models import Alert, InboundMail, Mailbox
from mail.oauth import OAuthFailed
from mail.server_cleanup import clear

LOCK_CLASS = 7_245
SWEEP_EVERY = timedelta(hours=1)
SWEEP_BACK = timedelta(days=14)
OVERSIZE = "Oversize"
AT_ONCE = 25

log = logging.getLogger(__name__)


def fetch(mailbox: Mailbox) -> int:
    """Take over what is new on the mailbox's server and return how many; failures are noted at the mailbox."""
    with _alone(mailbox) as mine:
        if not mine:
            return 0
        mailbox.refresh_from_db()
        try:
            with imap.open_folder(credentials.imap_server(mailbox), mailbox.folder) as folder:
                count = _take_all(mailbox, folder)
        except (OSError, UnicodeError, imaplib.IMAP4.error, imap.ImapFailed) as error:
            if _is_refused(mailbox, error):
                credentials.forget_token(mailbox)
            note_failure(mailbox, in_plain_words(error, mailbox.imap_host))
            return 0
        note_success(mailbox)
        return count


def _is_refused(mailbox: Mailbox, error: Exception) -> bool:
    """Return whether the server refused a token of ours, which it may do before the token runs out."""
    refused = isinstance(error, imaplib.IMAP4.error) and not isinstance(error, imaplib.IMAP4.abort)
    return refused and mailbox.imap_authentication == Authentication.XOAUTH2


@contextmanager
def _alone(mailbox: Mailbox) -> Iterator[bool]:
    """Keep a second worker from fetching the same mailbox; the lock falls with the connection if we die."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCK_CLASS, mailbox.pk])
        mine = bool(cursor.fetchone()[0])
    try:
        yield mine
    finally:
        if mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK_CLASS, mailbox.pk])


def _take_all(mailbox: Mailbox, folder: imap.Folder) -> int:
    _begin(mailbox, folder)
    left_over = _left_over(mailbox, folder)
    later = [uid for uid, times in left_over.items() if times > 1]  # once an hour, and after all others
    count = _take_new(mailbox, folder, but=later)
    now = current_time.now()
    if mailbox.swept_at is None or mailbox.swept_at <= now - SWEEP_EVERY:
        count += _sweep(mailbox, folder, now, but=later)
        clear(mailbox, folder, now)
        count += sum(_take(mailbox, folder, uid) for uid in later)
        later = []
    for uid in left_over.keys() - later:
        settle_alerts(_leaving(mailbox, folder, uid))
    return count


def _left_over(mailbox: Mailbox, folder: imap.Folder) -> dict[int, int]:
    """Return the mails over which the server has left us, and how often."""
    found = Alert.objects.open().beginning(_leaving(mailbox, folder)).values_list("key", "times")
    return {int(key.rpartition(":")[2]): times for key, times in found}


def _leaving(mailbox: Mailbox, folder: imap.Folder, uid: int | str = "") -> str:
    return f"leaving:{mailbox.pk}:{folder.validity}:{uid}"


def _take_new(mailbox: Mailbox, folder: imap.Folder, *, but: Collection[int]) -> int:
    count = 0
    for uids in batched(folder.uids_after(mailbox.last_uid), AT_ONCE):  # who dies within one fetches it twice, no more
        count += sum(_take(mailbox, folder, uid) for uid in uids if uid not in but)
        move_cursor(mailbox, uids[-1])
    return count


def _begin(mailbox: Mailbox, folder: imap.Folder) -> None:
    """Set the cursor where the folder is new to us, or numbered anew.

    The first time everything that is there lies behind it, for nobody wants tickets of years past; the sweep brings
    the unread ones. When the server has numbered the folder anew, everything since the first time is asked for again:
    what we have already is recognised by its bytes.
    """
    if mailbox.uidvalidity == folder.validity:
        return
    highest = folder.highest()
    if mailbox.uidvalidity is None or mailbox.watched_since is None:
        begin_again(mailbox, uidvalidity=folder.validity, last_uid=highest, since=current_time.now())
        return
    wanted = folder.since((mailbox.watched_since - timedelta(days=1)).date())
    begin_again(mailbox, uidvalidity=folder.validity, last_uid=min(wanted, default=highest + 1) - 1)


def _sweep(mailbox: Mailbox, folder: imap.Folder, now: datetime, *, but: Collection[int]) -> int:
    """Compare the folder with the journal, and fetch what is missing there; this is done once an hour.

    Looked at are the unread mails, which a person may have moved in, and all of the last fourteen days. A cursor
    alone would trust the server never to show a mail late.
    """
    recent = [uid for uid in folder.since((now - SWEEP_BACK).date()) if uid > mailbox.floor_uid]
    there = sorted({*folder.unseen(), *recent})
    known = InboundMail.objects.at(mailbox, mailbox.folder, folder.validity, there)
    missing = sorted(set(there) - set(known.values_list("uid", flat=True)) - set(but))
    if missing and mailbox.swept_at:
        log.warning("%s: %s mails were on the server and not in the journal.", mailbox, len(missing))
    count = sum(_take(mailbox, folder, uid) for uid in missing)
    note_sweep(mailbox, now)
    return count


def _take(mailbox: Mailbox, folder: imap.Folder, uid: int) -> int:
    """Journal one mail, then mark or move it; a crash between the two only repeats the second.

    A mail that the server cannot hand out stops no other, be it that the server leaves us over it, or says nothing
    more; it is asked for again every hour.
    """
    text = _("The server does not hand out mail %(uid)s of %(folder)s: %(error)s")
    try:
        fetched = folder.fetch(uid)
    except imap.ImapFailed as error:
        said = deferred(text, uid=uid, folder=mailbox.folder, error=error.said)
        raise_alert(f"unreadable:{mailbox.pk}:{folder.validity}:{uid}", said, mailbox=mailbox)
        return 0
    except (imaplib.IMAP4.abort, OSError) as error:
        said = deferred(text, uid=uid, folder=mailbox.folder, error=error)
        raise_alert(_leaving(mailbox, folder, uid), said, mailbox=mailbox)
        raise
    if fetched is None:
        return 0
    whole_size = None if fetched.is_whole else fetched.size
    origin = Origin(mailbox.folder, uidvalidity=folder.validity, uid=uid, whole_size=whole_size)
    inbound = journal(mailbox, fetched.raw, origin, received_at=fetched.received_at)
    _mark(inbound, folder, uid, mailbox.processed_folder if fetched.is_whole else OVERSIZE)
    return 1


def _mark(inbound: InboundMail, folder: imap.Folder, uid: int, target: str) -> None:
    """Show on the server that the mail was taken; it is ours already, so a refusal is only told."""
    mailbox = inbound.mailbox
    try:
        folder.mark_seen(uid)
        place = folder.move(uid, target) if target else None
    except imap.ImapFailed as error:
        text = _("Fetched mail of %(mailbox)s cannot be marked or moved: %(error)s")
        raise_alert(f"mark:{mailbox.pk}", deferred(text, mailbox=mailbox, error=error.said), mailbox=mailbox)
        return
    if place:
        note_moved(inbound, target, uidvalidity=place.validity, uid=place.uid)


def in_plain_words(error: Exception, host: str) -> DeferredText:
    """Return what went wrong with a mail server so that the person who set it up knows what to change."""
    explained: list[tuple[type[Exception], str]] = [
        (OAuthFailed, _("The token server gives us no access: %(error)s")),
        (socket.gaierror, _("The server %(host)s cannot be found. Is its name right?")),
        (ConnectionRefusedError, _("The server %(host)s refuses connections. Is the port right?")),
        (TimeoutError, _("The server %(host)s does not answer.")),
        (ssl.SSLError, _("The connection to %(host)s could not be protected: %(error)s")),
        (imaplib.IMAP4.abort, _("The server %(host)s broke the connection: %(error)s")),
        (imaplib.IMAP4.error, _("The server %(host)s refuses the user name or the password: %(error)s")),
    ]
    found = next((words for kind, words in explained if isinstance(error, kind)), _("%(host)s says: %(error)s"))
    return deferred(found, host=host, error=error.said if isinstance(error, imap.ImapFailed) else error)
