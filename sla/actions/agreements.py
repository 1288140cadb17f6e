"""Make, change and end an agreement."""

from datetime import datetime

from django.db import transaction

from sla.actions import steps
from sla.actions.internal import retarget_internal
from sla.actions.policies import newest
from sla.enums import CUSTOMERS, Kind
from sla.models import Agreement, Policy, Priority


@transaction.atomic
def start(policy: Policy, priority: Priority, *, now: datetime, is_chosen: bool = False) -> Agreement:
    """Agree on ``policy``, as it stands, at ``priority`` from ``now`` on, and start its clocks.

    A policy without a target for the priority promises nothing: the agreement then has no clock.
    """
    agreement = Agreement.objects.create(
        policy=policy, version=newest(policy), priority=priority, started_at=now, is_chosen=is_chosen
    )
    steps.open_first(agreement, [Kind.FIRST_RESPONSE, Kind.RESOLUTION])
    return agreement


@transaction.atomic
def change(
    agreement: Agreement,
    *,
    policy: Policy | None = None,
    priority: Priority | None = None,
    is_chosen: bool | None = None,
    now: datetime,
) -> Agreement:
    """Put another policy or priority in force: elapsed time stays, due instants are worked out anew from the start.

    Another priority is looked up in the version that was agreed on. With neither, the policy is applied as it stands
    today, which is how an edited one reaches running clocks. What was kept already is left as it was promised.
    """
    agreement = steps.lock(agreement)
    if policy is not None or priority is None:
        agreement.policy = policy or agreement.policy
        agreement.version = newest(agreement.policy)
    agreement.priority = priority or agreement.priority
    agreement.is_chosen = agreement.is_chosen if is_chosen is None else is_chosen
    agreement.save(update_fields=["policy", "version", "priority", "is_chosen"])
    _retarget_live(agreement, now)
    _open_missing(agreement)
    retarget_internal(agreement, now)
    return agreement


@transaction.atomic
def reset(agreement: Agreement, *, now: datetime) -> Agreement:
    """Start anew from ``now``, by the policy as it stands, whatever is still to be kept.

    The old clocks are cancelled, met ones stay met.
    """
    agreement = steps.lock(agreement)
    if agreement.started_at == now:
        return agreement
    live = [clock for clock in steps.live_clocks(agreement) if clock.kind in CUSTOMERS]
    for clock in live:
        steps.cancel_clock(clock, now)
    agreement.started_at = now
    agreement.version = newest(agreement.policy)
    agreement.save(update_fields=["started_at", "version"])
    _open_missing(agreement)
    target = steps.targets_of(agreement).get(Kind.NEXT_RESPONSE)
    if target and any(clock.kind == Kind.NEXT_RESPONSE for clock in live):
        steps.open_clock(agreement, Kind.NEXT_RESPONSE, target, started_at=now)
    return agreement


@transaction.atomic
def set_due(agreement: Agreement, kind: Kind, due_at: datetime, *, now: datetime) -> Agreement:
    """Put the due instant of a running promise where somebody wants it; neither holds nor policies move it again."""
    agreement = steps.lock(agreement)
    for clock in steps.live_clocks(agreement):
        if clock.kind == kind and due_at > clock.started_at:
            steps.set_by_hand(clock, due_at, now)
    return agreement


@transaction.atomic
def split(agreement: Agreement, *, now: datetime) -> Agreement:
    """Agree on the same policy and priority anew, for what is parted from the conversation; the old one runs on."""
    agreement = steps.lock(agreement)
    return start(agreement.policy, agreement.priority, now=now, is_chosen=agreement.is_chosen)


@transaction.atomic
def merge(agreement: Agreement, *, into: Agreement, now: datetime) -> Agreement:
    """End ``agreement`` for its conversation goes on in another; return the other one.

    Its clocks are cancelled, so statistics count the matter once. A customer who waits for an answer goes on waiting:
    where the other conversation was answered already, its next response is owed from when they asked.
    """
    for pk in sorted([agreement.pk, into.pk]):
        steps.lock(Agreement(pk=pk))
    agreement, into = steps.lock(agreement), steps.lock(into)
    waiting = [clock for clock in steps.live_clocks(agreement) if clock.kind in _AWAITED]
    for clock in steps.live_clocks(agreement):
        steps.cancel_clock(clock, now)
    agreement.merged_into = into
    agreement.save(update_fields=["merged_into"])
    for clock in waiting:
        await_next(into, clock.started_at)
    return into


_AWAITED = (Kind.FIRST_RESPONSE, Kind.NEXT_RESPONSE)


@transaction.atomic
def cancel(agreement: Agreement, *, now: datetime) -> Agreement:
    """End all clocks that still run: nothing is owed any more."""
    agreement = steps.lock(agreement)
    for clock in steps.live_clocks(agreement):
        steps.cancel_clock(clock, now)
    return agreement


def await_next(agreement: Agreement, asked_at: datetime) -> None:
    """Owe the customer a next response, if they were answered before, nothing is resolved, and none is owed yet."""
    target = steps.targets_of(agreement).get(Kind.NEXT_RESPONSE)
    if target is None or agreement.answered_at is None or agreement.resolved_at is not None:
        return
    if not agreement.clocks.live().of_kind(Kind.NEXT_RESPONSE).exists():
        steps.open_clock(agreement, Kind.NEXT_RESPONSE, target, started_at=asked_at)


def _retarget_live(agreement: Agreement, now: datetime) -> None:
    targets = steps.targets_of(agreement)
    for clock in steps.live_clocks(agreement):
        if clock.kind in CUSTOMERS:
            steps.bring_under(clock, agreement, targets.get(Kind(clock.kind)), now)


def _open_missing(agreement: Agreement) -> None:
    """Start the first response and the resolution, from the agreement's start, where they are owed and not counted."""
    if agreement.resolved_at is not None:
        return
    counted = {Kind(clock.kind) for clock in agreement.clocks.counting()}
    owed = {Kind.RESOLUTION} if agreement.answered_at else {Kind.RESOLUTION, Kind.FIRST_RESPONSE}
    for kind, target in steps.targets_of(agreement).items():
        if kind in owed - counted:
            steps.open_clock(agreement, kind, target, started_at=agreement.started_at)
