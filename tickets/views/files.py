"""Files, and words with looks of their own, each behind an address that checks who may read it."""

from http import HTTPStatus
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from helpdesk import files
from helpdesk import html as markup
from helpdesk.http import Request, agent_required
from tickets.models import Attachment
from tickets.views.images import is_trusting, key_for, message_for, opens
from tickets.views.page import ticket_for

# The frame has no script and no form; it counts as our own page only so that ours may measure its height.
BODY_POLICY = (
    "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox allow-same-origin"
)


@require_GET
def attachment_download(request: Request, public_id: UUID) -> HttpResponseBase:
    """Answer a file of a message or a note that this person may read; one that may do harm only when asked twice.

    What a virus was found in, or what the scanner has not looked at yet, nobody gets.
    """
    attachments = Attachment.objects.visible_to(request.user).select_related("file", "message__ticket", "note__ticket")
    attachment = get_object_or_404(attachments, public_id=public_id)
    if attachment.file.is_infected or attachment.file.is_waiting_for_scan:
        return render(request, "tickets/file_withheld.html", {"attachment": attachment}, status=HTTPStatus.FORBIDDEN)
    if attachment.is_dangerous and "anyway" not in request.GET:
        return render(request, "tickets/file_dangerous.html", {"attachment": attachment})
    return files.download(attachment.file, attachment.name, inline=attachment.is_inline)


@require_GET
def message_body(request: Request, event: int) -> HttpResponse:
    """Answer the words of a message, or what it quotes, for its frame."""
    message = message_for(request, event)
    html: str = markup.clean(message.quoted_html if "quoted" in request.GET else message.html)
    key = request.GET.get("images", "")
    if message.remote_images and (opens(request, event, key) or is_trusting(request, message)):
        key = key_for(request, event)
        html = markup.with_remote_images(html, lambda n: f"{reverse('tickets:image_show', args=[event, n])}?key={key}")
    return _framed(request, html)


@require_GET
@agent_required
def message_raw(request: Request, event: int) -> HttpResponse:
    """Answer a mail as it came, as a file; for agents, for it may hold what customers are not to see."""
    inbound = message_for(request, event).inbound
    if inbound is None:
        raise Http404
    response = HttpResponse(inbound.raw(), content_type=files.UNKNOWN)
    response["Content-Disposition"] = f'attachment; filename="message-{event}.eml"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@require_GET
def description_body(request: Request, slug: str) -> HttpResponse:
    """Answer the description of a ticket, for its frame."""
    return _framed(request, markup.clean(ticket_for(request, slug).description))


def _framed(request: HttpRequest, html: str) -> HttpResponse:
    """Answer words that were just cleaned, again, for cleaners learn."""
    response = render(request, "tickets/body.html", {"html": html})
    response["Content-Security-Policy"] = BODY_POLICY
    return response
