"""The words of messages: cleaned, parted from what they quote, and read again as today's rules have it."""

import re
from collections.abc import Iterable

from django.db import transaction

from helpdesk import html as markup
from tickets.actions import search_index
from tickets.actions.locking import locked
from tickets.drafts import MessageBody
from tickets.models import Attachment, Message, Ticket

IMAGE = re.compile(r"<img[^>]*>")


def write_body(message: Message, body: MessageBody, attachments: Iterable[Attachment]) -> None:
    """Fill ``message`` with cleaned words; images that came with the mail become our own files."""
    own = {a.content_id.lower(): a.get_absolute_url() for a in attachments if a.content_id}
    remote = list(body.remote_images)
    message.html = markup.clean_blocking(markup.replace_cids(body.html, own), remote)
    message.quoted_html = markup.clean_blocking(markup.replace_cids(body.quoted_html, own), remote)
    message.remote_images, message.sanitiser = remote, markup.SANITISER_VERSION
    message.text = markup.to_text(message.html)


@transaction.atomic
def sanitise_again(message: Message) -> None:
    """Clean the words of a message as it is done today."""
    message = Message.objects.select_for_update(of=("self",)).get(pk=message.pk)
    message.html, message.quoted_html = markup.clean(message.html), markup.clean(message.quoted_html)
    message.sanitiser = markup.SANITISER_VERSION
    message.save(update_fields=["html", "quoted_html", "sanitiser"])


@transaction.atomic
def split_again(message: Message, body: MessageBody) -> bool:
    """Part what is new in a message from what it quotes as ``body`` does; false where that changes nothing.

    The description of a ticket that the message has opened follows it, unless somebody has written another. The files of
    the message stay as they are.
    """
    ticket = locked(message.ticket)
    message = Message.objects.select_for_update(of=("self",)).get(pk=message.pk)
    before = (message.html, message.quoted_html)
    is_described = _is_described(ticket, message)
    write_body(message, body, message.attachments.all())
    if (message.html, message.quoted_html) == before or not message.text:
        return False
    message.save(update_fields=["html", "quoted_html", "remote_images", "sanitiser", "text"])
    if is_described:
        ticket.description = markup.clean(body.html)
        ticket.save(update_fields=["description"])
        search_index.index_ticket(ticket)
    search_index.index_message(message)
    return True


def _is_described(ticket: Ticket, message: Message) -> bool:
    """Say whether the description of ``ticket`` is what ``message``, its first one, says; images aside."""
    described, body = (IMAGE.sub("", html) for html in (ticket.description, markup.clean(message.html)))
    return described == body and not ticket.messages.filter(pk__lt=message.pk).exists()
