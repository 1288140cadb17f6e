"""What is promised: priorities, policies, and a target for each."""

from typing import ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sla.enums import Colour, Kind
from sla.models.calendars import Calendar
from sla.querysets import PolicyQuerySet, PriorityQuerySet


class Priority(models.Model):
    """How soon something must be done.

    It lives here because targets hang on it, and this app may not know the tickets that are given one.
    """

    code = models.SlugField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=40)
    rank = models.PositiveSmallIntegerField(_("rank"), unique=True, help_text=_("The higher, the more urgent."))
    colour = models.CharField(_("colour"), max_length=10, choices=Colour, default=Colour.SECONDARY)
    is_active = models.BooleanField(_("active"), default=True)

    objects = PriorityQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-rank"]
        verbose_name = _("priority")
        verbose_name_plural = _("priorities")

    def __str__(self) -> str:
        return gettext(self.name)


class Policy(models.Model):
    """A calendar, and for each priority how long each thing may take.

    ``version`` grows with every edit and is kept with each agreement; an edit by itself moves no running clock.
    """

    name = models.CharField(_("name"), max_length=80, unique=True)
    calendar = models.ForeignKey(
        Calendar,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="policies",
        verbose_name=_("calendar"),
        help_text=_("Without a calendar the clocks run day and night."),
    )
    is_default = models.BooleanField(_("default"), default=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_active = models.BooleanField(_("active"), default=True)
    pauses_first_response = models.BooleanField(
        _("a hold pauses the responses too"),
        default=False,
        help_text=_("Otherwise a hold moves the resolution only."),
    )
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    objects = PolicyQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        verbose_name = _("policy")
        verbose_name_plural = _("policies")
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="sla_one_default_policy",
                fields=["is_default"],
                condition=Q(is_default=True),
                violation_error_message=_("Another policy is the default already."),
            ),
            models.CheckConstraint(
                name="sla_default_policy_is_active",
                condition=Q(is_default=False) | Q(is_active=True),
                violation_error_message=_("The default policy must be active."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PolicyTarget(models.Model):
    """How many minutes of the policy's calendar one thing may take at one priority."""

    policy = models.ForeignKey(Policy, models.CASCADE, related_name="targets", verbose_name=_("policy"))
    priority = models.ForeignKey(Priority, models.PROTECT, related_name="targets", verbose_name=_("priority"))
    kind = models.CharField(_("what"), max_length=20, choices=Kind)
    minutes = models.PositiveIntegerField(_("minutes"), validators=[MinValueValidator(1)])

    class Meta:
        ordering: ClassVar = ["policy", "priority", "kind"]
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        constraints: ClassVar = [
            models.UniqueConstraint(name="sla_one_target_each", fields=["policy", "priority", "kind"]),
            models.CheckConstraint(name="sla_target_takes_time", condition=Q(minutes__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.policy} · {self.priority} · {Kind(self.kind).label}"
