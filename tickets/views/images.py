"""Images that a mail names on other servers: shown when somebody asks for them, and fetched by us, not by them."""

from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from helpdesk import files, remote
from helpdesk.http import Request
from tickets import actions
from tickets.models import Event, ImageTrust, Message, Ticket

SALT = "tickets.images"
MAX_AGE = 12 * 60 * 60
SHOWN = {"image/png", "image/jpeg", "image/gif", "image/webp"}
A_DAY = 24 * 60 * 60


def key_for(request: Request, event: int) -> str:
    """Return what opens the images of one message to one person for half a day."""
    return signing.dumps([request.user.pk, event], salt=SALT)


def opens(request: Request, event: int, key: str) -> bool:
    """Tell whether ``key`` was given to this person for this message."""
    try:
        return bool(signing.loads(key, salt=SALT, max_age=MAX_AGE) == [request.user.pk, event])
    except signing.BadSignature:
        return False


def message_for(request: Request, event: int) -> Message:
    """Return the message that an event tells of, if this person may read it."""
    events = Event.objects.visible_to(request.user).in_tickets(Ticket.objects.visible_to(request.user))
    found = get_object_or_404(events.public_messages().select_related("message"), pk=event).message
    if found is None:
        raise Http404
    return found


def is_trusting(request: Request, message: Message) -> bool:
    """Tell whether this person always sees the images of this sender."""
    return message.sender_email.lower() in ImageTrust.objects.addresses_of(request.user)


@require_GET
def image_show(request: Request, event: int, number: int) -> HttpResponse:
    """Answer one image of a message, fetched now; nothing else than a picture is handed on."""
    message = message_for(request, event)
    if not opens(request, event, request.GET.get("key", "")) or number >= len(message.remote_images):
        raise Http404
    try:
        data = remote.fetch(message.remote_images[number])
    except remote.NotFetched:
        raise Http404 from None
    kind = files.sniff(data)
    if kind not in SHOWN:
        raise Http404
    headers = {
        "Cache-Control": f"private, max-age={A_DAY}",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    return HttpResponse(data, content_type=kind, headers=headers)


@require_GET
def images_load(request: Request, event: int) -> HttpResponse:
    """Answer the words of a message with their images, for a page that is open."""
    shown = message_for(request, event).event
    return render(request, "tickets/images_loaded.html", {"event": shown, "events": [shown]})


@require_POST
def images_trust(request: Request, event: int) -> HttpResponse:
    """Show the images of this message's sender from now on; on a page that is open, in all their messages."""
    message = message_for(request, event)
    actions.trust_images(message, by=request.user)
    if not request.htmx:
        return redirect(message.ticket)
    events = Event.objects.visible_to(request.user).of(message.ticket).with_images_of(message.sender_email)
    context = {"event": message.event, "events": events, "is_trusted": True}
    return render(request, "tickets/images_loaded.html", context)
