"""Who may do what with mailboxes and the journal."""

from django.utils.translation import gettext as _

from helpdesk.errors import NotPermitted
from helpdesk.models import User
from helpdesk.rights import refusing


def can_retry(user: User) -> bool:
    """Tell whether ``user`` may have a mail processed again: whoever may look into the journal and change it."""
    return user.has_perm("mail.change_inboundmail")


ensure_can_retry = refusing(can_retry, lambda: NotPermitted(_("Only administrators may have a mail processed again.")))


def ensure_can_set_up(user: User) -> None:
    """Refuse unless ``user`` may set mailboxes up."""
    if not user.has_perm("mail.change_mailbox"):
        raise NotPermitted(_("Only administrators may test a mailbox."))
