"""What is to be done about a clock, and when: one row per level."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sla.enums import Trigger
from sla.models.clocks import Clock
from sla.querysets import EscalationQuerySet


class Escalation(models.Model):
    """One level of one clock: planned, fired, or cancelled while the clock stands still.

    A level that has fired never fires again for its clock. ``level_key`` names the level in the version of the policy
    that the clock goes by; trigger and amount are copied, for what fired long ago.
    """

    clock = models.ForeignKey(Clock, models.CASCADE, related_name="escalations", verbose_name=_("clock"))
    level_key = models.PositiveIntegerField(_("level"))
    trigger = models.CharField(_("when"), max_length=10, choices=Trigger)
    amount = models.PositiveIntegerField(_("at"))
    at = models.DateTimeField(_("planned for"))
    fired_at = models.DateTimeField(_("fired"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True)

    objects = EscalationQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        verbose_name = _("escalation")
        verbose_name_plural = _("escalations")
        constraints: ClassVar = [
            models.UniqueConstraint(name="sla_one_escalation_per_level", fields=["clock", "level_key"]),
            models.CheckConstraint(
                name="sla_fired_escalation_is_not_cancelled", condition=Q(fired_at=None) | Q(cancelled_at=None)
            ),
        ]
        indexes: ClassVar = [
            models.Index("at", name="sla_escalation_planned", condition=Q(fired_at=None, cancelled_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.clock}: {self.amount} {Trigger(self.trigger).label}"

    @property
    def is_planned(self) -> bool:
        """Tell whether it is still to fire."""
        return self.fired_at is None and self.cancelled_at is None
