"""The app of mail to look at."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MailTriageConfig(AppConfig):
    """Mail that needs a person to decide about it."""

    name = "mail_triage"
    verbose_name = _("Mail to look at")
