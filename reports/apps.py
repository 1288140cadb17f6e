"""The app of reports."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    """Service levels over all tickets: the overview, the compliance report, and simulations."""

    name = "reports"
    verbose_name = _("Service levels")
