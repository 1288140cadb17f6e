"""The app of estimates and offers."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EstimatesConfig(AppConfig):
    """Estimates and offers."""

    name = "estimates"
    verbose_name = _("Estimates and offers")
