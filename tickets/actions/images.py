"""What people decide about the images that mails name."""

from django.db import transaction

from helpdesk.models import User
from tickets.models import ImageTrust, Message


@transaction.atomic
def trust_images(message: Message, *, by: User) -> None:
    """Let ``by`` always see the images of this sender; twice is the same as once."""
    if message.sender_email:
        ImageTrust.objects.get_or_create(user=by, address=message.sender_email.lower())
