"""Putting mail into the outbox, in the transaction of whatever causes it."""

from functools import partial

from django.conf import settings
from django.db import connection, transaction

from helpdesk import current_time
from helpdesk.after_commit import after_commit
from mail import ids, tasks
from mail.actions.raw_retention import drop_raw
from mail.actions.threads import reply_token
from mail.enums import DeliveryState, Trouble
from mail.errors import NoMailbox
from mail.models import Delivery, InboundMail, Mailbox, OutboundAttachment, OutboundMail, ReplyToken, Thread
from mail.outgoing import Outgoing, Recipient
from mail.querysets import OutboundMailQuerySet

MAY_HAVE_LEFT = (
    "It waited when the backup was made that is restored now, and may have left since. "
    "Please ask the recipient before sending anew."
)
REFERENCES = 20
SOON = 300.0


@transaction.atomic
def enqueue(outgoing: Outgoing) -> OutboundMail:
    """Put a mail into the outbox; it leaves after the caller's transaction has committed, or never.

    One copy per recipient, each with its own SMTP transaction and, with plus addressing, its own reply address.
    """
    earlier = _earlier(outgoing.idempotency_key)
    if earlier:
        return earlier
    mailbox = _mailbox(outgoing)
    outbound = _write(outgoing, mailbox)
    _address(outbound, outgoing)
    _attach(outbound, outgoing)
    wait = (outgoing.not_before - current_time.now()).total_seconds() if outgoing.not_before else 0.0
    if wait < SOON:
        later = partial(tasks.deliver.apply_async, (outbound.pk,), countdown=max(wait, 0.0))
        after_commit(later)
    return outbound


def _earlier(key: str | None) -> OutboundMail | None:
    """Return the mail made with ``key`` before; whoever comes second waits until the first has committed."""
    if key is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 1))", [key])
    return OutboundMail.objects.filter(idempotency_key=key).first()


def _mailbox(outgoing: Outgoing) -> Mailbox:
    """Return the mailbox that sends: the chosen one, the thread's, or the default."""
    threads = outgoing.thread.mailbox if outgoing.thread else None
    mailbox: Mailbox | None = outgoing.mailbox or threads or Mailbox.objects.default()
    if mailbox is None:
        raise NoMailbox
    return mailbox


def _write(outgoing: Outgoing, mailbox: Mailbox) -> OutboundMail:
    parent, references = _ancestry(outgoing)
    number = _next_number()
    return OutboundMail.objects.create(
        pk=number,
        mailbox=mailbox,
        thread=outgoing.thread,
        message_id=ids.message_id(outgoing.thread.pk if outgoing.thread else 0, number, mailbox.domain),
        kind=outgoing.kind,
        subject=one_line(outgoing.subject)[:200],
        from_name=one_line(outgoing.from_name)[:255],
        reply_to=outgoing.reply_to,
        in_reply_to=parent,
        references=references,
        text=outgoing.text,
        html=outgoing.html,
        auto_submitted=outgoing.auto_submitted,
        not_before=outgoing.not_before,
        idempotency_key=outgoing.idempotency_key,
        language=outgoing.language or mailbox.language,
        link=outgoing.link,
        about=one_line(outgoing.about)[:100],
        bulk=outgoing.bulk,
    )


def _next_number() -> int:
    """Return the key of the next mail; its Message-ID shows it, so it must be known before the row is there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('mail_outboundmail', 'id'))")
        return int(cursor.fetchone()[0])


def _ancestry(outgoing: Outgoing) -> tuple[str, list[str]]:
    """Return In-Reply-To and References: as given, else the thread's head and its newest mails, oldest first."""
    if outgoing.references or outgoing.in_reply_to or outgoing.thread is None:
        return outgoing.in_reply_to, list(outgoing.references) or [outgoing.in_reply_to] * bool(outgoing.in_reply_to)
    thread = outgoing.thread
    answered, newest = _newest_ids(thread)
    parent = answered or (newest[-1] if newest else thread.root_message_id)
    references = [thread.root_message_id, *(i for i in newest if i not in {thread.root_message_id, parent}), parent]
    return parent, list(dict.fromkeys(references))


def _newest_ids(thread: Thread) -> tuple[str, list[str]]:
    """Return the id of the mail that came last, and those of the newest ones of both directions, oldest first."""
    came = list(InboundMail.objects.of_thread(thread).values_list("received_at", "message_id")[:REFERENCES])
    went = OutboundMail.objects.of_thread(thread).values_list("created_at", "message_id")[:REFERENCES]
    newest = [message_id for _at, message_id in sorted([*came, *went])][-REFERENCES:]
    return came[0][1] if came else "", newest


def _address(outbound: OutboundMail, outgoing: Outgoing) -> None:
    """Make one copy per address, whichever way it is written and however often it is named."""
    people: dict[str, Recipient] = {}
    for person in outgoing.recipients:
        people.setdefault(person.address.strip().lower(), person)
    Delivery.objects.bulk_create(_copy(outbound, address, person) for address, person in people.items())


def _copy(outbound: OutboundMail, address: str, person: Recipient) -> Delivery:
    salt = ids.random_base32(120) if outbound.mailbox.plus_addressing else ""
    return Delivery(
        outbound=outbound,
        address=address,
        name=one_line(person.name)[:255],
        kind=person.kind,
        reply_token=_token(outbound, address),
        bounce_salt=salt,
        bounce_hash=ids.hash_token(ids.derive_token(settings.SECRET_KEY, salt)) if salt else None,
    )


def _token(outbound: OutboundMail, address: str) -> ReplyToken | None:
    if outbound.thread is None or outbound.reply_to:
        return None
    return reply_token(outbound.thread, address, outbound.mailbox)


@transaction.atomic
def take_back(outbound: OutboundMail) -> bool:
    """Keep a mail from leaving; false when a copy of it has left, or is leaving, already."""
    copies = list(outbound.deliveries.select_for_update(of=("self",)))
    if any(copy.state != DeliveryState.QUEUED or copy.attempts for copy in copies):
        return False
    outbound.deliveries.update(state=DeliveryState.UNDONE, next_attempt_at=None)
    return True


@transaction.atomic
def withdraw(mails: OutboundMailQuerySet) -> None:
    """Keep from leaving whatever copy of ``mails`` has not left; its worker, if it has one, stops before the body."""
    held = Delivery.objects.filter(outbound__in=mails).held()
    held.update(state=DeliveryState.UNDONE, lease_until=None, next_attempt_at=None)


@transaction.atomic
def set_aside_waiting() -> int:
    """Leave to people whatever copy waits, for it may have left since the backup that was restored; return how many."""
    waiting = Delivery.objects.waiting()
    return waiting.update(
        state=DeliveryState.UNKNOWN,
        lease_until=None,
        next_attempt_at=None,
        trouble=Trouble.NONE,
        code=None,
        diagnostic=MAY_HAVE_LEFT,
    )


@transaction.atomic
def reword(mails: OutboundMailQuerySet, *, subject: str, text: str) -> None:
    """Have ``mails`` say this alone, whether they wait or have left; the bytes that they were built to go as well.

    A worker that has taken one up stops before the body, and it leaves with its new words.
    """
    for sha256 in mails.exclude(mime_sha256="").values_list("mime_sha256", flat=True):
        after_commit(partial(drop_raw, sha256))
    mails.update(subject=one_line(subject)[:200], text=text, html="", mime_sha256="")
    Delivery.objects.filter(outbound__in=mails).held().update(state=DeliveryState.QUEUED, lease_until=None)


def _attach(outbound: OutboundMail, outgoing: Outgoing) -> None:
    OutboundAttachment.objects.bulk_create(
        OutboundAttachment(
            outbound=outbound,
            file=item.file,
            name=one_line(item.name)[:255],
            content_id=one_line(item.content_id)[:255],
            inline=item.inline,
        )
        for item in outgoing.files
    )


def one_line(value: str) -> str:
    """Return ``value`` without line breaks and other control characters, which must not get into a header."""
    return " ".join("".join(c if c.isprintable() else " " for c in value).split())
