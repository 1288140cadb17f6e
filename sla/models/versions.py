"""Versions of a policy: what was promised when, kept as it was."""

from functools import cached_property
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from helpdesk import current_time
from sla.calendar import WorkingTime
from sla.models.calendars import Calendar
from sla.models.policies import Policy
from sla.schedule import Schedule
from sla.terms import Terms


class PolicyVersion(models.Model):
    """A policy as it stood once; never changed, so what clocks go by is known for good."""

    policy = models.ForeignKey(Policy, models.CASCADE, related_name="versions", verbose_name=_("policy"))
    number = models.PositiveIntegerField(_("version"))
    calendar = models.ForeignKey(
        Calendar, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("calendar")
    )
    data = models.JSONField(_("terms"))
    hours = models.JSONField(_("hours"), help_text=_("The calendar as it stood: an edit of it moves no clock."))
    made_at = models.DateTimeField(_("made"), default=current_time.now, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )

    class Meta:
        ordering: ClassVar = ["policy", "-number"]
        verbose_name = _("version of a policy")
        verbose_name_plural = _("versions of policies")
        constraints: ClassVar = [
            models.UniqueConstraint(name="sla_version_numbered_once", fields=["policy", "number"]),
        ]

    def __str__(self) -> str:
        return f"{self.policy} v{self.number}"

    @cached_property
    def schedule(self) -> Schedule:
        """Return what working time is counted by."""
        return Schedule.from_data(self.hours)

    @property
    def working_time(self) -> WorkingTime:
        """Return the pure calendar."""
        return self.schedule.working_time

    @cached_property
    def terms(self) -> Terms:
        """Return what it says."""
        return Terms.from_data(self.data)
