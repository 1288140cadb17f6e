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
    """Let what the agreement says now hold for the group at work.

    What it no longer says is cancelled; what it had not said before is owed from now on.
    """
    targets = steps.internal_targets_of(agreement)
    for clock in _live(agreement):
        steps.bring_under(clock, agreement, targets.get(Kind(clock.kind)), now)
    if agreement.resolved_at is not None or agreement.merged_into_id is not None:
        return
    counted = {Kind(clock.kind) for clock in agreement.clocks.internal().counting().filter(group=agreement.group_id)}
    for kind, target in targets.items():
        if kind not in counted:
            steps.open_clock(agreement, kind, target, started_at=now, group=agreement.group)


def _live(agreement: Agreement) -> list[Clock]:
    return [clock for clock in steps.live_clocks(agreement) if clock.kind in INTERNAL]
