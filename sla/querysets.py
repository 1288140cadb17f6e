"""Every read of the service levels, with a name."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db.models import QuerySet

from sla.enums import Kind

if TYPE_CHECKING:
    from sla.models import Agreement, Calendar, Clock, Policy, Priority

CALENDAR_TIMES = ("windows", "closed_days", "openings")
CLOCK_TIMES = ("pauses", *(f"calendar__{times}" for times in CALENDAR_TIMES))


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
        return self.prefetch_related(*CALENDAR_TIMES)


class PolicyQuerySet(QuerySet["Policy"]):
    """Words for reading policies."""

    def active(self) -> Self:
        """Keep policies that may be applied, in their order."""
        return self.filter(is_active=True).order_by("position", "pk")

    def default(self) -> "Policy | None":
        """Return the policy that holds where no other does."""
        return self.filter(is_active=True, is_default=True).first()


class AgreementQuerySet(QuerySet["Agreement"]):
    """Words for reading agreements."""

    def with_clocks(self) -> Self:
        """Fetch all clocks along, for showing pills."""
        return self.prefetch_related("clocks")

    def breaching(self, now: datetime) -> Self:
        """Keep agreements with a breach before ``now`` that has not been told yet.

        Costs in proportion to these, not to all that runs: the partial index of ``sweep_at`` holds nothing else.
        """
        return self.filter(pk__in=self.model.objects.filter(clocks__sweep_at__lt=now).values("pk"))


class ClockQuerySet(QuerySet["Clock"]):
    """Words for reading clocks."""

    def live(self) -> Self:
        """Keep clocks that still measure: neither met nor cancelled."""
        return self.filter(met_at=None, cancelled_at=None)

    def counting(self) -> Self:
        """Keep clocks that are or were measured to the end: all but cancelled ones."""
        return self.filter(cancelled_at=None)

    def of_kind(self, kind: Kind) -> Self:
        """Keep clocks that measure ``kind``."""
        return self.filter(kind=kind)

    def resolved(self) -> Self:
        """Keep resolutions that were met."""
        return self.filter(kind=Kind.RESOLUTION, met_at__isnull=False, cancelled_at=None)

    def untold(self, now: datetime) -> Self:
        """Keep clocks whose breach lies before ``now`` and has not been told yet."""
        return self.filter(sweep_at__lt=now)

    def with_times(self) -> Self:
        """Fetch along what computing a due instant needs."""
        return self.select_related("calendar").prefetch_related(*CLOCK_TIMES)
