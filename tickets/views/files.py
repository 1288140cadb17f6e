"""Files, and words with looks of their own, each behind an address that checks who may read it."""

from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from helpdesk import files
from helpdesk import html as markup
from helpdesk.http import Request
from tickets.models import Attachment, Event, Ticket
from tickets.views.page import ticket_for

# The frame has no script and no form; it counts as our own page only so that ours may measure its height.
BODY_POLICY = (
    "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox allow-same-origin"
)


@require_GET
def attachment_download(request: Request, public_id: UUID) -> FileResponse:
    """Answer a file of a message or a note that this person may read."""
    attachments = Attachment.objects.visible_to(request.user).select_related("file")
    attachment = get_object_or_404(attachments, public_id=public_id)
    return files.download(attachment.file, attachment.name, inline=attachment.is_inline)


@require_GET
def message_body(request: Request, event: int) -> HttpResponse:
    """Answer the words of a message, or what it quotes, for its frame."""
    events = Event.objects.visible_to(request.user).in_tickets(Ticket.objects.visible_to(request.user))
    message = get_object_or_404(events.public_messages().select_related("message"), pk=event).message
    html = "" if message is None else message.quoted_html if "quoted" in request.GET else message.html
    return _framed(request, html)


@require_GET
def description_body(request: Request, slug: str) -> HttpResponse:
    """Answer the description of a ticket, for its frame."""
    return _framed(request, ticket_for(request, slug).description)


def _framed(request: HttpRequest, html: str) -> HttpResponse:
    """Answer words that were cleaned when they were kept; they are cleaned again, for cleaners learn."""
    response = render(request, "tickets/body.html", {"html": markup.clean(html)})
    response["Content-Security-Policy"] = BODY_POLICY
    return response
