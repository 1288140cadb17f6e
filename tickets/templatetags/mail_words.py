"""What a message's template asks about its files, and about the images that its mail names."""

from collections.abc import Iterable

from django import template
from django.template.context import RequestContext

from helpdesk.http import Request
from tickets.models import Attachment, ImageTrust, Message
from tickets.views.images import key_for

register = template.Library()


@register.simple_tag(takes_context=True)
def is_image_trusted(context: RequestContext, message: Message) -> bool:
    """Say whether the reader always sees this sender's images; asked once per page."""
    request: Request = context["request"]
    kept = vars(request)
    if "_image_trust" not in kept:
        kept["_image_trust"] = ImageTrust.objects.addresses_of(request.user)
    return message.sender_email.lower() in kept["_image_trust"]


@register.simple_tag(takes_context=True)
def image_key(context: RequestContext, event: int) -> str:
    """Return what opens the images of one message to the reader."""
    return key_for(context["request"], event)


@register.filter
def listed(attachments: Iterable[Attachment]) -> list[Attachment]:
    """Return the files that people want to see by their names."""
    return [attachment for attachment in attachments if attachment.is_listed]
