"""Levels of escalation: when something is done about a clock, and what."""

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sla.enums import Act, Kind, Trigger
from sla.models.policies import Policy
from sla.terms import Level, Step


class EscalationLevel(models.Model):
    """At a share of the target, or so long before or after it falls due: whom to tell, and what to change."""

    policy = models.ForeignKey(Policy, models.CASCADE, related_name="levels", verbose_name=_("policy"))
    kind = models.CharField(_("of what"), max_length=20, choices=Kind, default=Kind.RESOLUTION)
    amount = models.PositiveIntegerField(_("at"))
    trigger = models.CharField(_("when"), max_length=10, choices=Trigger, default=Trigger.SHARE)
    tells_owner = models.BooleanField(_("notify the owner"), default=True)
    tells_watchers = models.BooleanField(_("notify the watchers"), default=False)
    tells_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("tell")
    )
    tells_group = models.ForeignKey(
        Group, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("notify the group")
    )
    gives_to_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("assign to")
    )
    gives_to_group = models.ForeignKey(
        Group, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("assign to the group")
    )
    raises_priority = models.BooleanField(_("raise the priority"), default=False)
    moves_to = models.CharField(_("put into a status"), max_length=20, blank=True)
    adds_watcher = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("add watcher")
    )

    class Meta:
        ordering: ClassVar = ["policy", "kind", "trigger", "amount"]
        verbose_name = _("level of escalation")
        verbose_name_plural = _("levels of escalation")
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="sla_one_level_at_a_time",
                fields=["policy", "kind", "trigger", "amount"],
                violation_error_message=_("There is a level at this moment already."),
            ),
            models.CheckConstraint(
                name="sla_level_comes_after_the_start",
                condition=Q(amount__gt=0) | Q(trigger=Trigger.AFTER),
                violation_error_message=_("A level comes after the start."),
            ),
        ]

    def __str__(self) -> str:
        return f"{Kind(self.kind).label}: {self.amount} {Trigger(self.trigger).label}"

    def clean(self) -> None:
        """Refuse a level that does nothing: it would only litter the timeline."""
        if not self.steps:
            raise ValidationError(_("Choose what happens at this level: notify somebody, or change something."))

    @property
    def steps(self) -> tuple[Step, ...]:
        """Return what is done, in order."""
        wanted = [
            (self.gives_to_group_id, Step(Act.ASSIGN, f"group:{self.gives_to_group_id}")),
            (self.gives_to_user_id, Step(Act.ASSIGN, f"user:{self.gives_to_user_id}")),
            (self.raises_priority, Step(Act.RAISE)),
            (self.moves_to, Step(Act.STATUS, self.moves_to)),
            (self.adds_watcher_id, Step(Act.WATCH, f"user:{self.adds_watcher_id}")),
            (self.tells_owner, Step(Act.NOTIFY, "owner")),
            (self.tells_watchers, Step(Act.NOTIFY, "watchers")),
            (self.tells_user_id, Step(Act.NOTIFY, f"user:{self.tells_user_id}")),
            (self.tells_group_id, Step(Act.NOTIFY, f"group:{self.tells_group_id}")),
        ]
        return tuple(step for is_wanted, step in wanted if is_wanted)

    @property
    def frozen(self) -> Level:
        """Return the level as a version keeps it."""
        return Level(self.pk, Kind(self.kind), Trigger(self.trigger), self.amount, self.steps)
