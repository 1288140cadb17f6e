"""What is said in public: an agent's answer, and what customers say."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from helpdesk import current_time, idempotency
from helpdesk.models import User
from mail import actions as mail_actions
from mail.models import InboundMail
from tickets import lifecycle, mails, timeline
from tickets.actions import clocks, message_bodies, notifications, search_index
from tickets.actions.locking import locked
from tickets.actions.moves import move_silently
from tickets.drafts import IncomingMessage, MessageBody, NewFile, Reply
from tickets.enums import DONE, Category, Direction, Move, Source, TicketEvent
from tickets.errors import NothingToSay, Overtaken
from tickets.models import Attachment, Message, Ticket, Watcher
from tickets.rules import ensure_can_work_on, ensure_reachable


@transaction.atomic
def reply(ticket: Ticket, answer: Reply, *, by: User) -> Message:
    """Answer the customer, and make the move that goes with it: by mail, or write down what they were told otherwise.

    The same ``key``, or the same mail, never answers twice. Refuse when something public was said since the writer
    looked (``Overtaken``), when something else was sent under the key (``KeyUsed``), when they cannot be reached this
    way, or nothing was written.
    """
    ticket = locked(ticket)
    ensure_can_work_on(by, ticket)
    key, content = (
        idempotency.scoped_or_none(answer.key, "answer", ticket.pk, by.pk),
        idempotency.fingerprint(answer.body, answer.cc, answer.move == Move.RESOLVE),
    )
    earlier = _written_before(answer.inbound, key, content)
    if earlier:
        return earlier
    _look_before_speaking(ticket, answer)
    now, is_mailed = current_time.now(), answer.body.source == Source.MAIL
    message = Message(
        direction=Direction.OUTGOING,
        author=by,
        sender_name=by.display_name,
        recipients=[ticket.requester_email] if is_mailed else [],
        cc=list(answer.cc) if is_mailed else [],
        key=key,
        fingerprint=content,
        inbound=answer.inbound,
        warnings=list(answer.warnings),
    )
    _write(ticket, message, answer.body, now)
    if is_mailed:
        message.outbound = mail_actions.enqueue(mails.answer(message))
        message.save(update_fields=["outbound"])
    timeline.record_message(ticket, TicketEvent.MESSAGE_SENT, message, actor=by)
    _note_our_words(ticket, now)
    if answer.move and (Category(ticket.status_category), answer.move) in lifecycle.MOVES:
        move_silently(ticket, answer.move, by=by, words_given=message.html)
    return message


def _look_before_speaking(ticket: Ticket, answer: Reply) -> None:
    ensure_reachable(ticket, answer.body.source)
    if answer.seen_event is None:
        return
    if ticket.events.public_messages().newest_pk() > answer.seen_event:
        raise Overtaken


def _note_our_words(ticket: Ticket, now: datetime) -> None:
    ticket.first_replied_at = ticket.first_replied_at or now
    ticket.accepted_at = ticket.accepted_at or now
    ticket.last_agent_at = ticket.active_at = now
    clocks.answered(ticket, now)
    ticket.version += 1
    ticket.save()


@transaction.atomic
def receive(ticket: Ticket, incoming: IncomingMessage) -> Message:
    """Write down what a customer said, and reopen the ticket unless a machine said it or the door is shut.

    A message that came by the same mail, or with the same ``key``, is never written twice; refuse another one with
    the key of one that was (``KeyUsed``).
    """
    ticket = locked(ticket)
    earlier = _written_before(incoming.inbound, *_sent_once(ticket, incoming))
    if earlier:
        return earlier
    at = incoming.at or current_time.now()
    was_done = ticket.status_category in DONE
    message = _written(ticket, incoming, at)
    _note_their_words(ticket, incoming, at)
    if counts(incoming):
        _go_on(ticket, incoming, at)
        notifications.notify_owner(message, is_reopened=was_done and ticket.status_category not in DONE)
    return message


def counts(incoming: IncomingMessage) -> bool:
    """Say whether a customer spoke: no machine, and nobody whom an agent must let take part first."""
    return not incoming.is_automatic and not incoming.is_unconfirmed


def write_received(ticket: Ticket, incoming: IncomingMessage, at: datetime) -> Message:
    """Write down the mail that opens ``ticket``, in the transaction that opens it, and tell whoever it is given to."""
    message = _written(ticket, incoming, at)
    if counts(incoming):
        notifications.notify_owner(message, is_reopened=False)
    return message


def _written(ticket: Ticket, incoming: IncomingMessage, at: datetime) -> Message:
    message = Message(
        direction=Direction.INCOMING,
        sender_name=incoming.sender_name[:200],
        sender_email=incoming.sender_email,
        recipients=list(incoming.to),
        cc=list(incoming.cc),
        is_automatic=incoming.is_automatic,
        is_unconfirmed=incoming.is_unconfirmed,
        inbound=incoming.inbound,
        warnings=list(incoming.warnings),
    )
    message.key, message.fingerprint = _sent_once(ticket, incoming)
    _write(ticket, message, incoming.body, at)
    timeline.record_message(ticket, TicketEvent.MESSAGE_RECEIVED, message, actor=None)
    return message


@transaction.atomic
def confirm_sender(message: Message, *, by: User) -> Message:
    """Let an unknown sender take part: their words count as the customer's from now on, and they are told of news.

    Confirming twice is the same as once.
    """
    ticket = locked(message.ticket)
    ensure_can_work_on(by, ticket)
    message.refresh_from_db()
    if not message.is_unconfirmed:
        return message
    message.is_unconfirmed = False
    message.save(update_fields=["is_unconfirmed"])
    search_index.index_message(message)
    if message.sender_email:
        Watcher.objects.get_or_create(ticket=ticket, user=None, email=message.sender_email.lower())
    came_from = message.inbound.sender if message.inbound else ""
    who = message.sender_email if came_from in {"", message.sender_email} else f"{message.sender_email} ({came_from})"
    timeline.record(ticket, TicketEvent.SENDER_CONFIRMED, actor=by, data={"who": who})
    incoming = IncomingMessage(body=MessageBody(message.html), is_automatic=message.is_automatic)
    _note_their_words(ticket, incoming, message.at)
    was_answered = ticket.last_agent_at is not None and ticket.last_agent_at >= message.at
    if not message.is_automatic and not was_answered:
        _go_on(ticket, incoming, message.at)
    return message


def _sent_once(ticket: Ticket, incoming: IncomingMessage) -> tuple[UUID | None, str]:
    """Return the key of what was heard, which is its sender's own and of this ticket, and what was sent under it."""
    return idempotency.scoped_or_none(
        incoming.key, incoming.origin, ticket.pk, incoming.sender_email
    ), idempotency.fingerprint(incoming.body)


def _written_before(inbound: InboundMail | None, key: UUID | None, content: str) -> Message | None:
    if inbound:
        return Message.objects.filter(inbound=inbound).first()
    return idempotency.earlier(Message.objects.all(), key, content)


def _go_on(ticket: Ticket, incoming: IncomingMessage, at: datetime) -> None:
    """Reopen what waited for the customer, and owe them an answer; in this order, for a resolved ticket owes none."""
    wanted = lifecycle.WHEN_CUSTOMER_SPEAKS.get(Category(ticket.status_category))
    if wanted and incoming.may_reopen and not ticket.is_past_reopening(current_time.now()):
        move_silently(ticket, wanted, by=None, words_given="")
    clocks.asked(ticket, at)
    ticket.save(update_fields=["next_due_at", "next_due_kind"])


def _note_their_words(ticket: Ticket, incoming: IncomingMessage, at: datetime) -> None:
    ticket.active_at = max(ticket.active_at, at)
    if counts(incoming):
        ticket.last_customer_at = max(ticket.last_customer_at or at, at)
    ticket.version += 1
    ticket.save()


def _write(ticket: Ticket, message: Message, body: MessageBody, at: datetime) -> None:
    """Fill ``message`` with cleaned words and its files, and save it; images shown inside become our own files."""
    attachments = [_attachment(message, file) for file in body.files]
    message.ticket, message.source, message.at = ticket, body.source, at
    message_bodies.write_body(message, body, attachments)
    message.attached_text = body.attached_text
    message.left_out = [list(file) for file in body.left_out]
    if not message.text and not attachments and message.direction == Direction.OUTGOING:
        raise NothingToSay
    message.save()
    Attachment.objects.bulk_create(attachments)
    search_index.index_message(message, [file.name for file in attachments])


def _attachment(message: Message, file: NewFile) -> Attachment:
    return Attachment(
        public_id=file.public_id or uuid4(),
        message=message,
        file=file.file,
        name=file.name[:255],
        content_id=file.content_id,
        is_inline=file.is_inline,
    )
