"""The app's name and label."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SlaConfig(AppConfig):
    """What was promised, and by when."""

    name = "sla"
    verbose_name = _("Service levels")
