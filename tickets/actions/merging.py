"""A ticket whose words belong to an earlier one: they go there, and so does what is still to come."""

from django.db import transaction

from helpdesk import html as markup
from helpdesk.models import User
from mail import actions as mail_actions
from tickets import lifecycle, timeline
from tickets.actions.clients import confirm_taking_over
from tickets.actions.locking import locked
from tickets.actions.messages import receive
from tickets.actions.moves import move_silently
from tickets.drafts import IncomingMessage, MessageBody, NewFile
from tickets.enums import Category, Direction, MessageWarning, Move, TicketEvent
from tickets.errors import SameConversation
from tickets.models import Message, Ticket
from tickets.rules import ensure_can_work_on


@transaction.atomic
def merge(ticket: Ticket, earlier: Ticket, *, by: User, client_is_meant: bool = False) -> Ticket:
    """Write what was heard in ``ticket`` into ``earlier``, lead its mail there, and close it; return ``earlier``.

    Words of somebody who takes no part there stay hidden from its customer until an agent lets them. The closed ticket
    keeps everything. Twice is the same as once. Refuse where another client pays, unless they are meant.
    """
    first, second = (locked(one) for one in sorted((ticket, earlier), key=lambda one: one.pk))
    ticket, earlier = (first, second) if first.pk == ticket.pk else (second, first)
    ensure_can_work_on(by, ticket)
    ensure_can_work_on(by, earlier)
    if mail_actions.final(earlier.thread) == mail_actions.final(ticket.thread):
        if ticket.thread.merged_into_id and ticket != earlier:
            return earlier
        raise SameConversation
    confirm_taking_over(ticket, earlier, by=by, is_meant=client_is_meant)
    for message in ticket.messages.filter(direction=Direction.INCOMING).prefetch_related("attachments__file"):
        receive(earlier, _as_heard(message, earlier))
    mail_actions.merge_threads(ticket.thread, into=earlier.thread)
    timeline.record(ticket, TicketEvent.MERGED, actor=by, data=_told(earlier))
    timeline.record(earlier, TicketEvent.MERGED_IN, actor=by, data=_told(ticket))
    if (Category(ticket.status_category), Move.CLOSE) in lifecycle.MOVES:
        move_silently(ticket, Move.CLOSE, by=by, words_given="")
    return earlier


def _told(ticket: Ticket) -> dict[str, object]:
    return {"reference": ticket.reference, "slug": ticket.slug, "stands_out": True}


def _as_heard(message: Message, there: Ticket) -> IncomingMessage:
    """Return ``message`` as it is heard anew, its files and images its own."""
    files = tuple(
        NewFile(a.file, a.name, content_id=a.content_id or f"copy-{a.pk}", is_inline=a.is_inline)
        for a in message.attachments.all()
    )
    known = {there.requester_email.lower(), there.referent_email.lower()}
    is_known = message.sender_email.lower() in known and MessageWarning.NOT_PROVEN not in message.warnings
    return IncomingMessage(
        body=MessageBody(
            html=_as_it_came(message, message.html),
            quoted_html=_as_it_came(message, message.quoted_html),
            files=files,
            source=message.source,
            left_out=tuple((name, size, reason) for name, size, reason in message.left_out),
            attached_text=message.attached_text,
        ),
        sender_name=message.sender_name,
        sender_email=message.sender_email,
        to=tuple(message.recipients),
        cc=tuple(message.cc),
        is_automatic=message.is_automatic,
        is_unconfirmed=not is_known,
        at=message.at,
        origin="passed on",
        key=str(message.pk),
        warnings=tuple(message.warnings),
    )


def _as_it_came(message: Message, html: str) -> str:
    """Return words with their images named as the mail did: those of its files by content id, others by address."""
    for a in message.attachments.all():
        html = html.replace(a.get_absolute_url(), f"cid:{a.content_id or f'copy-{a.pk}'}")
    return markup.with_remote_images(html, lambda number: str(message.remote_images[number]))
