"""Make, change and end an agreement."""

from datetime import datetime

from django.db import transaction

from sla.actions import steps
from sla.enums import Kind
from sla.models import Agreement, Policy, Priority


@transaction.atomic
def start(policy: Policy, priority: Priority, *, now: datetime) -> Agreement:
    """Agree on ``policy`` at ``priority`` from ``now`` on, and start its clocks.

    A policy without a target for the priority promises nothing: the agreement then has no clock.
    """
    agreement = Agreement.objects.create(
        policy=policy, policy_version=policy.version, priority=priority, started_at=now
    )
    _open_missing(agreement)
    return agreement


@transaction.atomic
def change(
    agreement: Agreement, *, policy: Policy | None = None, priority: Priority | None = None, now: datetime
) -> Agreement:
    """Put another policy or priority in force: elapsed time stays, due instants are worked out anew from the start.

    With neither, the policy is applied as it stands today, which is how an edited one reaches running clocks.
    """
    agreement = steps.lock(agreement)
    agreement.policy = policy or Policy.objects.select_related("calendar").get(pk=agreement.policy_id)
    agreement.policy_version = agreement.policy.version
    agreement.priority = priority or agreement.priority
    agreement.save(update_fields=["policy", "policy_version", "priority"])
    _retarget_live(agreement, now)
    _retarget_resolved(agreement)
    _open_missing(agreement)
    return agreement


@transaction.atomic
def reset(agreement: Agreement, *, now: datetime) -> Agreement:
    """Start anew from ``now`` whatever is still to be kept; the old clocks are cancelled, met ones stay met."""
    agreement = steps.lock(agreement)
    if agreement.started_at == now:
        return agreement
    live = steps.live_clocks(agreement)
    for clock in live:
        steps.cancel_clock(clock, now)
    agreement.started_at = now
    agreement.policy_version = agreement.policy.version
    agreement.save(update_fields=["started_at", "policy_version"])
    _open_missing(agreement)
    target = steps.targets_of(agreement).get(Kind.NEXT_RESPONSE)
    if target and any(clock.kind == Kind.NEXT_RESPONSE for clock in live):
        steps.open_clock(agreement, target, started_at=now)
    return agreement


@transaction.atomic
def cancel(agreement: Agreement, *, now: datetime) -> Agreement:
    """End all clocks that still run: nothing is owed any more."""
    agreement = steps.lock(agreement)
    for clock in steps.live_clocks(agreement):
        steps.cancel_clock(clock, now)
    return agreement


def _retarget_live(agreement: Agreement, now: datetime) -> None:
    targets = steps.targets_of(agreement)
    for clock in steps.live_clocks_with_times(agreement):
        target = targets.get(Kind(clock.kind))
        if target is None:
            steps.cancel_clock(clock, now)
            continue
        steps.settle(clock, now)
        steps.retarget(clock, agreement, target)
        steps.redate(clock)


def _retarget_resolved(agreement: Agreement) -> None:
    """Let the new target hold from a reopening on; a promise that was kept stays kept."""
    target = steps.targets_of(agreement).get(Kind.RESOLUTION)
    if target is None:
        return
    for clock in agreement.clocks.resolved():
        steps.retarget(clock, agreement, target)


def _open_missing(agreement: Agreement) -> None:
    """Start the first response and the resolution, from the agreement's start, where they are owed and not counted."""
    if agreement.resolved_at is not None:
        return
    counted = {Kind(clock.kind) for clock in agreement.clocks.counting()}
    owed = {Kind.RESOLUTION} if agreement.answered_at else {Kind.RESOLUTION, Kind.FIRST_RESPONSE}
    for kind, target in steps.targets_of(agreement).items():
        if kind in owed - counted:
            steps.open_clock(agreement, target, started_at=agreement.started_at)
