"""The app privacy."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PrivacyConfig(AppConfig):
    """What the law asks about people's data: to hand it out, to forget it, not to keep it for ever."""

    name = "privacy"
    verbose_name = _("privacy")
