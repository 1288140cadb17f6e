"""Every read of the service levels, with a name."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db.models import F, Q, QuerySet

from helpdesk.models import User
from sla.enums import CUSTOMERS, INTERNAL, RESPONSES, Kind

if TYPE_CHECKING:
    from sla.models import (
        Agreement,
        Calendar,
        Clock,
        Escalation,
        Policy,
        Priority,
        Simulation,
        SimulationPart,
    )

MOST_ATTEMPTS = 5  # at a part of a simulation


class PriorityQuerySet(QuerySet["Priority"]):
    """Words for reading priorities."""

    def active(self) -> Self:
        """Keep what may be chosen for a new ticket, the most urgent first."""
        return self.filter(is_active=True).order_by("-rank")

    def middle(self) -> "Priority":
        """Return the priority that somebody who says nothing gets: the middle one, rather lower than higher."""
        ranked = list(self.active())
        return ranked[len(ranked) // 2]


class CalendarQuerySet(QuerySet["Calendar"]):
    """Words for reading calendars."""

    def with_times(self) -> Self:
        """Fetch windows, closed days and openings along."""
        return self.prefetch_related("windows", "closed_days", "openings")


class PolicyQuerySet(QuerySet["Policy"]):
    """Words for reading policies."""

    def active(self) -> Self:
        """Keep policies that may be applied, in their order."""
        return self.filter(is_active=True).order_by("position", "pk")

    def with_calendar(self) -> Self:
        """Keep policies that go by working hours, and bring those along."""
        return self.exclude(calendar=None).select_related("calendar")

    def default(self) -> "Policy | None":
        """Return the policy that holds where no other does."""
        return self.filter(is_active=True, is_default=True).first()


class AgreementQuerySet(QuerySet["Agreement"]):
    """Words for reading agreements."""

    def with_clocks(self) -> Self:
        """Fetch all clocks along, for showing pills."""
        return self.prefetch_related("clocks")

    def with_pauses(self) -> Self:
        """Fetch along clocks and pauses, for replaying what went on."""
        return self.prefetch_related("clocks__pauses")

    def breaching(self, now: datetime) -> Self:
        """Keep agreements with a breach before ``now`` that has not been told yet.

        Costs in proportion to these, not to all that runs: the partial index of ``sweep_at`` holds nothing else.
        """
        return self.filter(pk__in=self.model.objects.filter(clocks__sweep_at__lt=now).values("pk"))

    def escalating(self, now: datetime) -> Self:
        """Keep agreements with an escalation planned before ``now``; costs in proportion to these."""
        planned = Q(clocks__escalations__fired_at=None, clocks__escalations__cancelled_at=None)
        return self.filter(pk__in=self.model.objects.filter(planned, clocks__escalations__at__lte=now).values("pk"))

    def running(self) -> Self:
        """Keep agreements that still have to be kept: neither resolved nor merged into another."""
        return self.filter(resolved_at=None, merged_into=None)

    def under(self, policy: "Policy") -> Self:
        """Keep agreements that go by ``policy``, in whatever version."""
        return self.filter(policy=policy)

    def outdated(self) -> Self:
        """Keep agreements that go by another version than the policy's newest."""
        return self.exclude(version__number=F("policy__version"))


class EscalationQuerySet(QuerySet["Escalation"]):
    """Words for reading escalations."""

    def planned(self) -> Self:
        """Keep what is still to fire."""
        return self.filter(fired_at=None, cancelled_at=None)

    def due(self, now: datetime) -> Self:
        """Keep what should have fired by ``now``, the earliest first."""
        return self.planned().filter(at__lte=now).order_by("at", "pk")

    def of_agreements(self, agreements: Iterable["Agreement"]) -> Self:
        """Keep the levels of the clocks of these agreements."""
        return self.filter(clock__agreement__in=list(agreements))

    def for_firing(self) -> Self:
        """Fetch along what telling of it takes."""
        return self.select_related("clock__version__policy", "clock__agreement")


class ClockQuerySet(QuerySet["Clock"]):
    """Words for reading clocks."""

    def live(self) -> Self:
        """Keep clocks that still measure: neither met nor cancelled."""
        return self.filter(met_at=None, cancelled_at=None)

    def counting(self) -> Self:
        """Keep clocks that are or were measured to the end: all but cancelled ones."""
        return self.filter(cancelled_at=None)

    def promised(self) -> Self:
        """Keep clocks of what customers are promised."""
        return self.filter(kind__in=CUSTOMERS)

    def internal(self) -> Self:
        """Keep clocks of what was agreed among ourselves."""
        return self.filter(kind__in=INTERNAL)

    def of_kind(self, kind: Kind) -> Self:
        """Keep clocks that measure ``kind``."""
        return self.filter(kind=kind)

    def resolved(self) -> Self:
        """Keep resolutions that were met."""
        return self.filter(kind=Kind.RESOLUTION, met_at__isnull=False, cancelled_at=None)

    def let_off(self, resolved_at: datetime) -> Self:
        """Keep the response of each kind that was owed no more once the matter was resolved.

        One that was cancelled at the same instant, because counting began anew, is not it: the last that began is.
        """
        stopped = self.filter(kind__in=RESPONSES, cancelled_at=resolved_at)
        return stopped.order_by("kind", "group", "-started_at", "-pk").distinct("kind", "group")

    def untold(self, now: datetime) -> Self:
        """Keep clocks whose breach lies before ``now`` and has not been told yet."""
        return self.filter(sweep_at__lt=now)

    def for_explaining(self) -> Self:
        """Fetch along the words of what was promised."""
        return self.select_related("version__policy", "priority", "group")

    def with_times(self) -> Self:
        """Fetch along what computing a due instant needs."""
        return self.select_related("calendar", "version").prefetch_related("pauses")


class SimulationQuerySet(QuerySet["Simulation"]):
    """Words for reading simulations."""

    def for_list(self) -> Self:
        """Fetch along what a row shows, the newest first."""
        return self.select_related("policy", "calendar", "requested_by")

    def requested_by(self, user: User) -> Self:
        """Keep what ``user`` asked for."""
        return self.filter(requested_by=user)

    def left_over(self, before: datetime) -> Self:
        """Keep what was asked for before ``before`` and is not done: its worker died, or the queue lost it."""
        return self.filter(finished_at=None, created_at__lt=before)


class SimulationPartQuerySet(QuerySet["SimulationPart"]):
    """Words for reading the parts of simulations."""

    def waiting(self) -> Self:
        """Keep what is still to be replayed."""
        return self.filter(done_at=None)

    def done(self) -> Self:
        """Keep what was replayed, or given up."""
        return self.filter(done_at__isnull=False)

    def given_up(self) -> Self:
        """Keep what was not replayed, for its workers kept dying."""
        return self.done().filter(attempts__gt=MOST_ATTEMPTS)
