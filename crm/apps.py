"""The app's name and label."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CrmConfig(AppConfig):
    """Who asks."""

    name = "crm"
    verbose_name = _("Customers")

    def ready(self) -> None:
        """Have changes of what a customer's login shows recorded."""
        from crm import receivers  # noqa: F401, PLC0415 -- models are there only now
