"""The app billing."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BillingConfig(AppConfig):
    """Works on tickets, and the proposals made of them."""

    name = "billing"
    verbose_name = _("billing")
