"""The floor as a Django application."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.core.checks import register
from django.utils.translation import gettext_lazy as _

from helpdesk import health


class HelpdeskConfig(AppConfig):
    """People, files and our own firm."""

    default = True
    name = "helpdesk"
    verbose_name = _("Desk")

    def ready(self) -> None:
        """Have the health page and the check of deployments tell of zones that PostgreSQL reads otherwise."""
        from helpdesk import checks, receivers, zones  # noqa: F401, PLC0415 -- models are there only now

        health.register("time_zones_differing_in_database", zones.count_differing)
        register(checks.check_time_zones, "time_zones", deploy=True)


class AdministrationConfig(AdminConfig):
    """Django's administration, with what all our tables in it have in common."""

    default_site = "helpdesk.sections.SiteBySections"
