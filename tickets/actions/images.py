"""What people decide about the images that mails name, and words cleaned anew."""

from django.db import transaction

from helpdesk import html as markup
from helpdesk.models import User
from tickets.models import ImageTrust, Message


@transaction.atomic
def trust_images(message: Message, *, by: User) -> None:
    """Let ``by`` always see the images of this sender; twice is the same as once."""
    if message.sender_email:
        ImageTrust.objects.get_or_create(user=by, address=message.sender_email.lower())


@transaction.atomic
def clean_again(message: Message) -> None:
    """Clean the words of a message as it is done today."""
    message = Message.objects.select_for_update(of=("self",)).get(pk=message.pk)
    message.html, message.quoted_html = markup.clean(message.html), markup.clean(message.quoted_html)
    message.sanitiser = markup.SANITISER_VERSION
    message.save(update_fields=["html", "quoted_html", "sanitiser"])
