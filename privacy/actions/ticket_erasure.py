"""Taking the words out of tickets; that they were, when, and what they cost stays."""

from collections.abc import Collection
from itertools import batched

from django.db.models import Q

from helpdesk.erasure import erasing
from mail.models import OutboundAttachment, OutboundMail
from privacy.actions.file_deletion import drop_attachments
from tickets.models import Attachment, Event, Message, Note, Notification, Ticket

LOT = 200
TOLD = {"words", "why", "reason", "html", "fields"}
GONE = "…"
GONE_HTML = f"<p>{GONE}</p>"


def empty(tickets: Collection[int]) -> None:
    """Take the words and the files out of the ``tickets`` with these keys."""
    for lot in batched(sorted(tickets), LOT):
        with erasing():
            _empty(lot)


def _empty(keys: Collection[int]) -> None:
    tickets = Ticket.objects.filter(pk__in=keys)
    tickets.update(subject=GONE, description=GONE_HTML, solution="", closing_notes="", cancellation_reason="")
    said = {"html": GONE_HTML, "text": GONE}
    Message.objects.filter(ticket__in=keys).update(
        **said, quoted_html="", attached_text="", remote_images=[], left_out=[]
    )
    Note.objects.filter(ticket__in=keys).update(**said)
    Notification.objects.filter(ticket__in=keys).delete()
    sent = OutboundMail.objects.filter(thread__in=tickets.values("thread"))
    sent.update(text=GONE, html="", subject=GONE)
    drop_attachments(OutboundAttachment.objects.filter(outbound__in=sent))
    drop_attachments(Attachment.objects.filter(Q(message__ticket__in=keys) | Q(note__ticket__in=keys)))
    for event in Event.objects.filter(ticket__in=keys).exclude(data={}):
        event.data = {key: value for key, value in event.data.items() if key not in TOLD}
        event.save(update_fields=["data"])
