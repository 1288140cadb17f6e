"""The app's name and label."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemoConfig(AppConfig):
    """What a desk looks like after half a year."""

    name = "demo"
    verbose_name = _("Demo data")
