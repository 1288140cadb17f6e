"""Fetching a mailbox: journal and commit each mail, and only then touch it on the server."""

import imaplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.utils.translation import gettext as _

from mail import imap
from mail.actions import journal
from mail.actions.journal import Origin
from mail.actions.mailboxes import begin_again, move_cursor, note_failure, note_success
from mail.models import Mailbox

LOCK_CLASS = 7_245


def fetch(mailbox: Mailbox) -> int:
    """Take over what is new on the mailbox's server and return how many; failures are noted at the mailbox."""
    with _alone(mailbox) as mine:
        if not mine:
            return 0
        mailbox.refresh_from_db()
        try:
            with imap.open_folder(_server(mailbox), mailbox.folder) as folder:
                count = _take_all(mailbox, folder)
        except (OSError, imaplib.IMAP4.error, imap.ImapFailed) as error:
            note_failure(mailbox, in_plain_words(error, mailbox.imap_host))
            return 0
        note_success(mailbox)
        return count


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


def _server(mailbox: Mailbox) -> imap.Server:
    return imap.Server(
        mailbox.imap_host, mailbox.imap_port, mailbox.imap_security, mailbox.imap_username, mailbox.imap_password
    )


def _take_all(mailbox: Mailbox, folder: imap.Folder) -> int:
    count = 0
    for uid in _wanted(mailbox, folder):
        count += _take(mailbox, folder, uid)
        if uid > mailbox.last_uid:
            move_cursor(mailbox, uid)
    return count


def _wanted(mailbox: Mailbox, folder: imap.Folder) -> list[int]:
    """Return the mails to take over.

    The first time these are the unread ones, for nobody wants tickets of years past. When the server has numbered the
    folder anew they are all of them: what we have already is recognised by its bytes.
    """
    if mailbox.uidvalidity is None:
        unseen = folder.unseen()
        before = folder.highest() if not unseen else min(unseen) - 1
        begin_again(mailbox, uidvalidity=folder.validity, last_uid=before)
        return unseen
    if mailbox.uidvalidity != folder.validity:
        begin_again(mailbox, uidvalidity=folder.validity, last_uid=0)
    return folder.uids_after(mailbox.last_uid)


def _take(mailbox: Mailbox, folder: imap.Folder, uid: int) -> int:
    """Journal one mail, then mark or move it; a crash between the two only repeats the second."""
    fetched = folder.fetch(uid)
    if fetched is None:
        return 0
    whole_size = None if fetched.is_whole else fetched.size
    origin = Origin(mailbox.folder, uidvalidity=folder.validity, uid=uid, whole_size=whole_size)
    journal(mailbox, fetched.raw, origin, received_at=fetched.received_at)
    if mailbox.processed_folder and fetched.is_whole:
        folder.move(uid, mailbox.processed_folder)
    else:
        folder.mark_seen(uid)
    return 1


def in_plain_words(error: Exception, host: str) -> str:
    """Return what went wrong with a mail server so that the person who set it up knows what to change."""
    names = {"host": host, "error": str(error)}
    explained: list[tuple[type[Exception], str]] = [
        (socket.gaierror, _("The server %(host)s cannot be found. Is its name right?")),
        (ConnectionRefusedError, _("The server %(host)s refuses connections. Is the port right?")),
        (TimeoutError, _("The server %(host)s does not answer.")),
        (ssl.SSLError, _("The connection to %(host)s could not be protected: %(error)s")),
        (imaplib.IMAP4.abort, _("The server %(host)s broke the connection: %(error)s")),
        (imaplib.IMAP4.error, _("The server %(host)s refuses the user name or the password: %(error)s")),
    ]
    found = next((words for kind, words in explained if isinstance(error, kind)), _("%(host)s says: %(error)s"))
    return found % names
