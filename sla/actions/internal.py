"""What our groups promise each other: taken, and handled, from the moment a matter is handed to a group."""

from datetime import datetime

from django.contrib.auth.models import Group
from django.db import transaction

from sla.actions import steps
from sla.enums import INTERNAL, Kind
from sla.models import Agreement, Clock


@transaction.atomic
def hand_over(agreement: Agreement, group: Group | None, *, now: datetime) -> Agreement:
    """Give the matter to ``group``, or to nobody: its clocks start now; what the group before still owed ends.

    That group has done its part by passing it on; if it never took it, that promise is cancelled.
    """
    agreement = steps.lock(agreement)
    if agreement.group_id == (group.pk if group else None):
        return agreement
    for clock in _live(agreement):
        if clock.kind == Kind.HANDLING:
            steps.meet_clock(clock, now)
        else:
            steps.cancel_clock(clock, now)
    agreement.group = group
    agreement.save(update_fields=["group"])
    if agreement.resolved_at is None:
        for kind, target in steps.internal_targets_of(agreement).items():
            steps.open_clock(agreement, kind, target, started_at=now, group=group)
    return agreement


@transaction.atomic
def take(agreement: Agreement, *, now: datetime) -> Agreement:
    """Note that somebody of the group at work has taken the matter."""
    agreement = steps.lock(agreement)
    for clock in _live(agreement):
        if clock.kind == Kind.TAKING:
            steps.meet_clock(clock, now)
    return agreement


def retarget_internal(agreement: Agreement, now: datetime) -> None:
    """Let what the agreement says now hold for the group at work; what it no longer says is cancelled."""
    targets = steps.internal_targets_of(agreement)
    for clock in _live(agreement):
        target = targets.get(Kind(clock.kind))
        if target is None:
            steps.cancel_clock(clock, now)
            continue
        steps.settle(clock, now)
        steps.retarget(clock, agreement, target)
        steps.redate(clock, now)


def _live(agreement: Agreement) -> list[Clock]:
    return [clock for clock in steps.live_clocks(agreement) if clock.kind in INTERNAL]
