"""What an agent wants to be told by mail."""

from django.db import transaction

from helpdesk.models import User
from tickets.models import MailPreference


@transaction.atomic
def set_mail_preference(wishes: MailPreference, *, by: User) -> MailPreference:
    """Keep what ``by`` wants."""
    facts = {"undo_seconds": wishes.undo_seconds}
    return MailPreference.objects.update_or_create(user=by, defaults=facts)[0]
