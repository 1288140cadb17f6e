"""The mail that invites a contact to the portal."""

from datetime import timedelta

from allauth.account import app_settings
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from helpdesk.models import CompanyProfile, User


def send_invitation(login: User) -> None:
    """Mail the link that sets the password of ``login``, in their language; it ends and is used once, like that of a reset."""
    firm = CompanyProfile.current()
    context = {
        "login": login,
        "firm": firm,
        "link": _link(login),
        "days": timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT).days,
        "later": f"{settings.SITE_URL}{reverse('account_reset_password')}",
    }
    with translation.override(login.language):
        subject = _("Your login to the requests at %(firm)s") % {"firm": firm.name}
        text = render_to_string("crm/mail/invitation.txt", context)
    EmailMessage(subject, text, to=[login.email], headers={"Auto-Submitted": "auto-generated"}).send()


def _link(login: User) -> str:
    token = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(login)
    way = {"uidb36": user_pk_to_url_str(login), "key": token}
    return f"{settings.SITE_URL}{reverse('account_reset_password_from_key', kwargs=way)}"
