"""What runs: the agreement of one conversation, its clocks, and when they stood still."""

from datetime import datetime
from typing import ClassVar

from django.contrib.auth.models import Group
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sla.calendar import Target, Unit, WorkingTime
from sla.enums import CUSTOMERS, INTERNAL, Kind, PauseKind, TargetUnit
from sla.models.calendars import Calendar
from sla.models.policies import Policy, Priority
from sla.models.versions import PolicyVersion
from sla.querysets import AgreementQuerySet, ClockQuerySet
from sla.states import Moments, Pause


class Agreement(models.Model):
    """The policy that applies to one conversation; the upper app points here.

    It remembers what happened to the conversation, so that a clock that starts late starts right.
    """

    policy = models.ForeignKey(Policy, models.PROTECT, related_name="agreements", verbose_name=_("policy"))
    version = models.ForeignKey(
        PolicyVersion, models.PROTECT, related_name="agreements", verbose_name=_("version of the policy")
    )
    is_chosen = models.BooleanField(_("chosen by hand"), default=False)
    priority = models.ForeignKey(Priority, models.PROTECT, related_name="agreements", verbose_name=_("priority"))
    group = models.ForeignKey(
        Group, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("group at work")
    )
    started_at = models.DateTimeField(_("started"))
    answered_at = models.DateTimeField(_("first answered"), null=True, blank=True)
    resolved_at = models.DateTimeField(_("resolved"), null=True, blank=True)
    held_at = models.DateTimeField(_("on hold since"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("merged into")
    )

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="sla_resolved_agreement_is_not_held", condition=Q(resolved_at=None) | Q(held_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.policy} · {self.priority}"

    @property
    def customer_clocks(self) -> "list[Clock]":
        """Return the clocks of promises to the customer that were not called off."""
        return [clock for clock in self.clocks.all() if clock.cancelled_at is None and clock.kind in CUSTOMERS]

    def pauses_for(self, kind: Kind, since: datetime, *, is_pausable: bool) -> list[tuple[PauseKind, Pause]]:
        """Return what a clock of ``kind`` that runs from ``since`` stood still for until now; holds only if it may."""
        kinds = {PauseKind.HOLD: is_pausable, PauseKind.RESOLVED: kind == Kind.RESOLUTION}
        return [
            (PauseKind(row.kind), Pause(max(row.began, since), row.ended))
            for row in self.standstills.all()
            if kinds[PauseKind(row.kind)] and row.ended > since
        ]


class Standstill(models.Model):
    """A hold of the whole conversation, or a time resolved, that is over: known to clocks that are owed only later."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="standstills", verbose_name=_("agreement"))
    kind = models.CharField(_("why"), max_length=10, choices=PauseKind)
    began = models.DateTimeField(_("began"))
    ended = models.DateTimeField(_("ended"))

    class Meta:
        ordering: ClassVar = ["began", "pk"]
        verbose_name = _("standstill")
        verbose_name_plural = _("standstills")
        constraints: ClassVar = [
            models.CheckConstraint(name="sla_standstill_takes_time", condition=Q(ended__gt=F("began"))),
        ]

    def __str__(self) -> str:
        return f"{PauseKind(self.kind).label} {self.began}"


class Clock(models.Model):
    """One promise: a target that runs from a start, with pauses, to being met, cancelled, or breached on the way.

    Target and calendar are copied from the policy, so that an edit of the policy moves nothing. Start, target and
    pauses are the truth, ``due_at`` follows from them; while the clock is paused it stays where it was. ``breached_at``
    sticks, and ``sweep_at`` is the instant of a breach that is still to come or still to be told: the sweep needs no
    other column. It is empty while nothing can go wrong. A due instant set by hand stays where it was put. What was used
    is written down when the clock is met; until then it is worked out.
    """

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="clocks", verbose_name=_("agreement"))
    kind = models.CharField(_("what"), max_length=20, choices=Kind)
    version = models.ForeignKey(
        PolicyVersion, models.PROTECT, related_name="clocks", verbose_name=_("version of the policy")
    )
    priority = models.ForeignKey(Priority, models.PROTECT, related_name="+", verbose_name=_("priority"))
    group = models.ForeignKey(
        Group, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("group"), db_index=False
    )
    amount = models.PositiveIntegerField(_("target"))
    unit = models.CharField(_("unit"), max_length=10, choices=TargetUnit, default=TargetUnit.MINUTE)
    calendar = models.ForeignKey(
        Calendar, models.PROTECT, null=True, blank=True, related_name="clocks", verbose_name=_("calendar")
    )
    is_pausable = models.BooleanField(_("pauses on hold"))
    started_at = models.DateTimeField(_("started"))
    due_at = models.DateTimeField(_("due"))
    is_hand_set = models.BooleanField(_("due date set by hand"), default=False)
    paused_at = models.DateTimeField(_("paused"), null=True, blank=True)
    met_at = models.DateTimeField(_("met"), null=True, blank=True)
    breached_at = models.DateTimeField(_("breached"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True)
    sweep_at = models.DateTimeField(_("next look by the sweep"), null=True, blank=True)
    used_seconds = models.PositiveIntegerField(_("working time used"), null=True, blank=True)
    held_seconds = models.PositiveIntegerField(_("working time on hold"), null=True, blank=True)
    resolved_seconds = models.PositiveIntegerField(_("working time resolved"), null=True, blank=True)

    objects = ClockQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["started_at", "pk"]
        verbose_name = _("clock")
        verbose_name_plural = _("clocks")
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="sla_one_live_clock_each",
                fields=["agreement", "kind", "group"],
                nulls_distinct=False,
                condition=Q(met_at=None, cancelled_at=None),
            ),
            models.CheckConstraint(
                name="sla_clock_takes_time", condition=Q(amount__gt=0) | Q(unit=TargetUnit.END_OF_DAY)
            ),
            models.CheckConstraint(
                name="sla_internal_clock_has_a_group",
                condition=Q(group__isnull=False, kind__in=INTERNAL) | (Q(group=None) & ~Q(kind__in=INTERNAL)),
            ),
            models.CheckConstraint(name="sla_clock_due_after_start", condition=Q(due_at__gt=F("started_at"))),
            models.CheckConstraint(name="sla_met_clock_is_not_paused", condition=Q(met_at=None) | Q(paused_at=None)),
            models.CheckConstraint(
                name="sla_cancelled_clock_is_over", condition=Q(cancelled_at=None) | Q(paused_at=None, sweep_at=None)
            ),
            models.CheckConstraint(
                name="sla_running_clock_is_swept_at_due",
                condition=Q(met_at__isnull=False)
                | Q(cancelled_at__isnull=False)
                | Q(paused_at__isnull=False)
                | Q(breached_at__isnull=False)
                | Q(sweep_at__isnull=False, sweep_at=F("due_at")),
            ),
        ]
        indexes: ClassVar = [
            models.Index("sweep_at", name="sla_clock_sweep", condition=Q(sweep_at__isnull=False)),
            models.Index("started_at", name="sla_clock_begun", condition=Q(cancelled_at=None)),
        ]

    def __str__(self) -> str:
        return f"{Kind(self.kind).label} · {self.agreement}"

    @property
    def is_live(self) -> bool:
        """Tell whether the clock still measures."""
        return self.met_at is None and self.cancelled_at is None

    @property
    def target(self) -> Target:
        """Return the budget of working time."""
        return Target(self.amount, Unit(self.unit))

    @property
    def working_time(self) -> WorkingTime:
        """Return what to count by: the hours of the version that was agreed on."""
        return self.version.working_time

    @property
    def moments(self) -> Moments:
        """Return what decides how the clock stands."""
        return Moments(self.due_at, self.paused_at, self.met_at, self.breached_at, self.cancelled_at)

    @property
    def past_pauses(self) -> list[Pause]:
        """Return the pauses that are over."""
        return [Pause(row.began, row.ended) for row in self.pauses.all() if row.ended is not None]

    def pauses_of(self, kind: PauseKind) -> list[Pause]:
        """Return the pauses of one kind that are over."""
        return [Pause(row.began, row.ended) for row in self.pauses.all() if row.ended is not None and row.kind == kind]


class ClockPause(models.Model):
    """A stretch during which a clock stood still; these intervals are the truth from which due instants follow."""

    clock = models.ForeignKey(Clock, models.CASCADE, related_name="pauses", verbose_name=_("clock"))
    kind = models.CharField(_("why"), max_length=10, choices=PauseKind)
    began = models.DateTimeField(_("began"))
    ended = models.DateTimeField(_("ended"), null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["began", "pk"]
        verbose_name = _("pause")
        verbose_name_plural = _("pauses")
        constraints: ClassVar = [
            models.UniqueConstraint(name="sla_one_open_pause", fields=["clock"], condition=Q(ended=None)),
            models.CheckConstraint(name="sla_pause_ends_after_it_began", condition=Q(ended__gte=F("began"))),
        ]

    def __str__(self) -> str:
        return f"{PauseKind(self.kind).label} {self.began}"
