"""What is promised: priorities, policies, and a target for each."""

from typing import ClassVar

from django.contrib.auth.models import Group
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sla.calendar import Target, Unit
from sla.conditions import Candidate, Condition
from sla.enums import CUSTOMERS, INTERNAL, Colour, Kind, TargetUnit
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


def pausing_by_default() -> list[str]:
    """Return the categories of statuses that pause, unless a policy says otherwise."""
    return ["replied", "on_hold"]


def fulfilling_by_default() -> list[str]:
    """Return the categories of statuses that fulfil, unless a policy says otherwise."""
    return ["resolved", "closed"]


class Policy(models.Model):
    """A calendar, and for each priority how long each thing may take; and for whom.

    What stands here is the text as it is edited. A clock goes by a ``PolicyVersion``, a frozen copy: so an edit makes
    a new version, and moves no running clock.
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
    conditions = models.JSONField(
        _("conditions"),
        default=list,
        blank=True,
        help_text=_("All of them must hold. The most specific policy applies: contract, customer, group, the rest."),
    )
    is_default = models.BooleanField(
        _("default"), default=False, help_text=_("Applies where no policy with conditions does.")
    )
    position = models.PositiveSmallIntegerField(
        _("position"), default=0, help_text=_("Among equally specific policies the lowest goes first.")
    )
    is_active = models.BooleanField(_("active"), default=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    pausing = ArrayField(
        models.CharField(max_length=20),
        verbose_name=_("statuses that pause"),
        default=pausing_by_default,
        blank=True,
    )
    fulfilling = ArrayField(
        models.CharField(max_length=20), verbose_name=_("statuses that fulfil"), default=fulfilling_by_default
    )
    pauses_first_response = models.BooleanField(
        _("a hold pauses the responses too"),
        default=False,
        help_text=_("Otherwise a hold moves the resolution only."),
    )
    version = models.PositiveIntegerField(_("version"), default=0, editable=False)

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
            models.CheckConstraint(
                name="sla_default_policy_applies_always",
                condition=Q(is_default=False) | Q(conditions=[], valid_from=None, valid_until=None),
                violation_error_message=_("The default policy applies to all, always: it has no conditions, no dates."),
            ),
            models.CheckConstraint(
                name="sla_policy_ends_after_it_begins",
                condition=Q(valid_from=None) | Q(valid_until=None) | Q(valid_from__lte=F("valid_until")),
                violation_error_message=_("A policy cannot end before it begins."),
            ),
            models.CheckConstraint(
                name="sla_policy_is_fulfilled_by_something",
                condition=~Q(fulfilling=[]),
                violation_error_message=_("Choose at least one status that fulfils, or no clock would ever stop."),
            ),
            models.CheckConstraint(
                name="sla_no_status_pauses_and_fulfils",
                condition=~Q(pausing__overlap=F("fulfilling")),
                violation_error_message=_("A status cannot both pause and fulfil."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse a calendar by which nothing could ever fall due."""
        if self.calendar_id is not None and self.calendar is not None and not self.calendar.windows.exists():
            raise ValidationError({"calendar": _("This calendar has no working hours.")})

    @property
    def candidate(self) -> Candidate:
        """Return the policy as far as choosing goes."""
        conditions = tuple(Condition.from_data(data) for data in self.conditions)
        return Candidate(self.pk, self.position, self.is_default, conditions, self.valid_from, self.valid_until)


class PolicyTarget(models.Model):
    """How long one thing may take at one priority."""

    policy = models.ForeignKey(Policy, models.CASCADE, related_name="targets", verbose_name=_("policy"))
    priority = models.ForeignKey(Priority, models.PROTECT, related_name="targets", verbose_name=_("priority"))
    kind = models.CharField(_("what"), max_length=20, choices=[(kind.value, kind.label) for kind in CUSTOMERS])
    amount = models.PositiveIntegerField(_("amount"))
    unit = models.CharField(_("unit"), max_length=10, choices=TargetUnit, default=TargetUnit.MINUTE)

    class Meta:
        ordering: ClassVar = ["policy", "priority", "kind"]
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        constraints: ClassVar = [
            models.UniqueConstraint(name="sla_one_target_each", fields=["policy", "priority", "kind"]),
            models.CheckConstraint(
                name="sla_target_takes_time", condition=Q(amount__gt=0) | Q(unit=TargetUnit.END_OF_DAY)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.policy} · {self.priority} · {Kind(self.kind).label}"

    @property
    def target(self) -> Target:
        """Return the pure target."""
        return Target(self.amount, Unit(self.unit))


class GroupTarget(models.Model):
    """How long one of our own groups may take: an agreement among ourselves, which no customer sees (OLA)."""

    policy = models.ForeignKey(Policy, models.CASCADE, related_name="group_targets", verbose_name=_("policy"))
    group = models.ForeignKey(Group, models.PROTECT, related_name="+", verbose_name=_("group"))
    priority = models.ForeignKey(
        Priority,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("priority"),
        help_text=_("Without one, at each priority that has no target of its own."),
    )
    kind = models.CharField(_("what"), max_length=20, choices=[(kind.value, kind.label) for kind in INTERNAL])
    amount = models.PositiveIntegerField(_("amount"))
    unit = models.CharField(_("unit"), max_length=10, choices=TargetUnit, default=TargetUnit.HOUR)

    class Meta:
        ordering: ClassVar = ["policy", "group", "priority", "kind"]
        verbose_name = _("internal target")
        verbose_name_plural = _("internal targets")
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="sla_one_group_target_each",
                fields=["policy", "group", "priority", "kind"],
                nulls_distinct=False,
                violation_error_message=_("This group has such a target already."),
            ),
            models.CheckConstraint(
                name="sla_group_target_takes_time",
                condition=Q(amount__gt=0) | Q(unit=TargetUnit.END_OF_DAY),
                violation_error_message=_("A target takes some time."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.policy} · {self.group} · {Kind(self.kind).label}"

    @property
    def target(self) -> Target:
        """Return the pure target."""
        return Target(self.amount, Unit(self.unit))
