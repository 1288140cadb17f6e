"""Find breaches and levels that are due: each once, however many look at the same time and however late they come."""

from datetime import datetime

from django.db import transaction

from sla.actions import steps
from sla.models import Agreement, Clock, Escalation


@transaction.atomic
def breach(agreement: Agreement, *, now: datetime) -> list[Clock]:
    """Note the breaches of one agreement and return its clocks that are to be told, each for the only time.

    For callers that hold a lock of their own: they lock their row first, and find it by ``Agreement.breaching``.
    """
    return _tell([steps.lock(agreement)], now)


@transaction.atomic
def breach_due(*, now: datetime, limit: int = 500) -> list[Clock]:
    """Note the breaches of up to ``limit`` agreements and return the clocks, each for the only time.

    Agreements that somebody else is working on are left to the next sweep. The caller tells of the clocks in the same
    transaction: if that fails, they come again.
    """
    due = Agreement.objects.breaching(now).select_for_update(of=("self",), no_key=True, skip_locked=True)
    return _tell(list(due[:limit]), now)


@transaction.atomic
def escalate(agreement: Agreement, *, now: datetime) -> list[Escalation]:
    """Fire the levels of one agreement that are due and return them, each for the only time.

    The caller carries out what they say in the same transaction: if that fails, they come again. Like ``breach``, for
    callers that hold a lock of their own, and find the agreement by ``Agreement.escalating``.
    """
    return _fire([steps.lock(agreement)], now)


@transaction.atomic
def escalate_due(*, now: datetime, limit: int = 500) -> list[Escalation]:
    """Fire the levels of up to ``limit`` agreements; those that somebody else is working on are left to the next."""
    due = Agreement.objects.escalating(now).select_for_update(of=("self",), no_key=True, skip_locked=True)
    return _fire(list(due[:limit]), now)


def _fire(agreements: list[Agreement], now: datetime) -> list[Escalation]:
    due = list(Escalation.objects.due(now).of_agreements(agreements).for_firing())
    for escalation in due:
        escalation.fired_at = now
    Escalation.objects.bulk_update(due, ["fired_at"])
    return due


def _tell(agreements: list[Agreement], now: datetime) -> list[Clock]:
    clocks = list(Clock.objects.untold(now).filter(agreement__in=agreements).select_related("agreement"))
    for clock in clocks:
        clock.breached_at = clock.breached_at or clock.sweep_at
        clock.sweep_at = None
    Clock.objects.bulk_update(clocks, ["breached_at", "sweep_at"])
    return clocks
