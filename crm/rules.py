"""Who may write in the customer register."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from crm.errors import CannotBeInvited, LetsNobodySee, RegisterIsNotYours
from crm.models import Contact
from helpdesk.models import User
from helpdesk.rights import refusing, rules

SEES_ALL_TICKETS = "tickets.view_all_tickets"

can_add_company, ensure_can_add_company = rules("crm.add_company", RegisterIsNotYours)
can_change_company, ensure_can_change_company = rules("crm.change_company", RegisterIsNotYours)
can_add_contact, ensure_can_add_contact = rules("crm.add_contact", RegisterIsNotYours)
can_change_contact, ensure_can_change_contact = rules("crm.change_contact", RegisterIsNotYours)


def can_let_see(user: User) -> bool:
    """Tell whether ``user`` may give contacts a login, and say what those who have one see.

    They see all tickets already: else they could let themselves in, as a contact of whichever company, and read its tickets.
    """
    return can_change_contact(user) and user.has_perm(SEES_ALL_TICKETS)


ensure_can_let_see = refusing(can_let_see, LetsNobodySee)


def ensure_can_change(stored: Contact, changed: Collection[str], *, by: User) -> None:
    """Refuse unless ``by`` may change these columns of a contact; more is asked where a login comes to see more."""
    ensure_can_change_contact(by)
    opening = {"company", "role"} if stored.is_active else {"company", "role", "is_active"}
    if "user" in changed or (stored.user_id and opening & set(changed)):
        ensure_can_let_see(by)


def ensure_can_be_invited(contact: Contact, login: User | None) -> None:
    """Refuse unless ``contact`` can sign in with ``login``, or with a new one where there is none yet."""
    if not contact.is_active:
        raise CannotBeInvited(_("%(contact)s is not active.") % {"contact": contact})
    if not contact.email:
        raise CannotBeInvited(_("%(contact)s has no e-mail address. Enter one first.") % {"contact": contact})
    if login and (login.is_agent or login.is_staff):
        raise CannotBeInvited(_("%(email)s belongs to somebody who works at the desk.") % {"email": login.email})
    if login and not login.is_active:
        raise CannotBeInvited(_("The login %(email)s is not active. Ask an administrator.") % {"email": login.email})
    if login and Contact.objects.signing_in_with(login).exclude(pk=contact.pk).exists():
        raise CannotBeInvited(_("%(email)s is the login of another contact.") % {"email": login.email})
