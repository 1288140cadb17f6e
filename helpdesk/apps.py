"""The floor as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HelpdeskConfig(AppConfig):
    """People, files and our own firm."""

    name = "helpdesk"
    verbose_name = _("Desk")
