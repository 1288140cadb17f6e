"""The floor as a Django application."""

from functools import partial

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.core.checks import register
from django.utils.translation import gettext_lazy as _

from helpdesk import files_in_use, health
from helpdesk.enums import Process
from helpdesk.project import celery  # noqa: F401 -- every task belongs to the app in celery


class HelpdeskConfig(AppConfig):
    """People, files and our own firm."""

    default = True
    name = "helpdesk"
    verbose_name = _("Desk")

    def ready(self) -> None:
        """Have the health page tell of jobs that are not done, of an old backup, and of zones that PostgreSQL reads otherwise."""
        from helpdesk import audit_receivers, checks, files, jobs, zones  # noqa: F401, PLC0415 -- models are there only now

        health.register("time_zones_differing_in_database", zones.count_differing)
        health.register("beat_silent", partial(jobs.count_silent, Process.BEAT))
        health.register("worker_silent", partial(jobs.count_silent, Process.WORKER))
        health.register("jobs_piled_up", jobs.count_piled_up)
        health.register("backup_old", jobs.count_old_backup)
        files_in_use.register(files.named)
        register(checks.check_time_zones, "time_zones", deploy=True)


class AdministrationConfig(AdminConfig):
    """Django's administration, with what all our tables in it have in common."""

    default_site = "helpdesk.admin_site.DeskSite"
