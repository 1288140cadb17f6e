"""The app's name and label."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CrmConfig(AppConfig):
    """Who asks."""

    name = "crm"
    verbose_name = _("Customers")
