"""What happens to a single clock; every step leaves it saved, and is taken under the agreement's lock."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import Group

from sla import states
from sla.actions.levels import plan_first, replan
from sla.calendar import Target
from sla.enums import Kind, PauseKind
from sla.models import Agreement, Clock, ClockPause
from sla.snapshots import measure

MOMENTS = ["due_at", "paused_at", "met_at", "breached_at", "cancelled_at", "sweep_at"]
MEASURED = ["used_seconds", "held_seconds", "resolved_seconds"]


def lock(agreement: Agreement) -> Agreement:
    """Return ``agreement`` as it stands now, held until the transaction ends.

    Held first and joined after: a row whose priority changed while we waited would no longer match the join.
    """
    Agreement.objects.select_for_update(no_key=True).only("pk").get(pk=agreement.pk)
    return Agreement.objects.select_related("policy", "version", "priority").get(pk=agreement.pk)


def live_clocks(agreement: Agreement) -> list[Clock]:
    """Return the clocks that still measure, with all that dating them needs."""
    return list(agreement.clocks.live().with_times())


def targets_of(agreement: Agreement) -> dict[Kind, Target]:
    """Return what the agreement's version of the policy promises the customer at its priority."""
    return agreement.version.terms.promised(agreement.priority_id)


def internal_targets_of(agreement: Agreement) -> dict[Kind, Target]:
    """Return what the group at work promises the rest of us; without a group there is nothing."""
    if agreement.group_id is None:
        return {}
    return agreement.version.terms.promised_by(agreement.group_id, agreement.priority_id)


def open_first(agreement: Agreement, kinds: Iterable[Kind]) -> None:
    """Start the clocks of an agreement just made, as far as it promises them: nothing can have stood still yet."""
    targets = targets_of(agreement)
    clocks = [_fresh(agreement, kind, targets[kind], agreement.started_at) for kind in kinds if kind in targets]
    for clock in clocks:
        clock.due_at = clock.sweep_at = states.due_after(clock.working_time, clock.started_at, clock.target, ())
    Clock.objects.bulk_create(clocks)
    plan_first(clocks)


def _fresh(agreement: Agreement, kind: Kind, target: Target, started_at: datetime, group: Group | None = None) -> Clock:
    clock = Clock(agreement=agreement, kind=kind, started_at=started_at, group=group)
    _copy_terms(clock, agreement, target)
    return clock


def open_clock(
    agreement: Agreement, kind: Kind, target: Target, *, started_at: datetime, group: Group | None = None
) -> Clock:
    """Start a clock; what the conversation stood still since then counts, and one that is on hold stops it at once."""
    clock = _fresh(agreement, kind, target, started_at, group)
    past = agreement.pauses_for(kind, started_at, is_pausable=clock.is_pausable)
    clock.due_at = states.due_after(clock.working_time, started_at, target, (pause for _, pause in past))
    clock.sweep_at = clock.due_at
    clock.save()
    ClockPause.objects.bulk_create(
        ClockPause(clock=clock, kind=why, began=pause.began, ended=pause.ended) for why, pause in past
    )
    replan(clock, started_at)
    if agreement.held_at is not None and clock.is_pausable:
        stop(clock, max(agreement.held_at, started_at))
    return clock


def stop(clock: Clock, now: datetime, why: PauseKind = PauseKind.HOLD) -> None:
    """Let the clock stand still from ``now``."""
    settle(clock, now)
    clock.paused_at = now
    clock.pauses.create(kind=why, began=now)
    _keep(clock, now)


def go_on(clock: Clock, now: datetime) -> None:
    """Let the clock run again; the working time of the pause is added to its budget."""
    settle(clock, now)
    _end_pause(clock, now)
    redate(clock, now)


def meet_clock(clock: Clock, now: datetime) -> None:
    """Note that the promise was kept, in time or late, and what it took."""
    settle(clock, now)
    if clock.paused_at is not None:
        _end_pause(clock, now)
        _date(clock)
    clock.met_at = now
    measured = measure(clock, now)
    clock.used_seconds = int(measured.used.total_seconds())
    clock.held_seconds = int(measured.held.total_seconds())
    clock.resolved_seconds = int(measured.resolved.total_seconds())
    clock.save(update_fields=MEASURED)
    _keep(clock, now)


def reopen_clock(clock: Clock, agreement: Agreement, target: Target | None, now: datetime) -> None:
    """Let a stopped clock run again by what the agreement says now; what it no longer promises is cancelled."""
    if target is not None:
        retarget(clock, agreement, target)
    unmeet_clock(clock, now)
    if target is None:
        cancel_clock(clock, now)


def unmeet_clock(clock: Clock, now: datetime) -> None:
    """Let a clock that was met or let off run again; the time since counts as a pause of its own kind."""
    stopped_at = clock.met_at or clock.cancelled_at
    if stopped_at is not None:
        clock.pauses.create(kind=PauseKind.RESOLVED, began=stopped_at, ended=max(now, stopped_at))
        clock.met_at = clock.cancelled_at = None
    clock.used_seconds = clock.held_seconds = clock.resolved_seconds = None
    clock.save(update_fields=MEASURED)
    redate(clock, now)


def cancel_clock(clock: Clock, now: datetime) -> None:
    """Stop measuring; a breach that happened stays noted, but is told no more."""
    settle(clock, now)
    _end_pause(clock, now)
    clock.cancelled_at = now
    clock.sweep_at = None
    clock.save(update_fields=MOMENTS)
    replan(clock, now)


def let_off(clock: Clock, now: datetime) -> None:
    """Stop measuring what nobody waits for any more: what is in time is owed no more, what is late stays late."""
    settle(clock, now)
    if clock.breached_at is None:
        cancel_clock(clock, now)
    elif clock.paused_at is None:
        stop(clock, now, PauseKind.RESOLVED)


def retarget(clock: Clock, agreement: Agreement, target: Target) -> None:
    """Copy what the agreement says now; dates stay until the clock is dated again."""
    _copy_terms(clock, agreement, target)
    clock.save(update_fields=["version", "priority", "amount", "unit", "calendar", "is_pausable"])


def bring_under(clock: Clock, agreement: Agreement, target: Target | None, now: datetime) -> None:
    """Let what the agreement says now hold for a clock that runs; what it no longer promises is cancelled.

    A hold that lasts stops from now on what it stops by the new terms, and lets go what it does not. What stands still
    for the matter is resolved goes on only once that is reopened.
    """
    if target is None:
        cancel_clock(clock, now)
        return
    settle(clock, now)
    retarget(clock, agreement, target)
    redate(clock, now)
    if clock.paused_at is not None and not clock.is_pausable and agreement.resolved_at is None:
        go_on(clock, now)
    elif clock.paused_at is None and clock.is_pausable and agreement.held_at is not None:
        stop(clock, max(now, clock.started_at))


def _copy_terms(clock: Clock, agreement: Agreement, target: Target) -> None:
    clock.version, clock.priority = agreement.version, agreement.priority
    clock.amount, clock.unit = target
    clock.calendar = agreement.version.calendar
    clock.is_pausable = agreement.version.terms.pauses(Kind(clock.kind))


def settle(clock: Clock, now: datetime) -> None:
    """Note a breach that has happened, though the sweep has not come by yet, before anything moves the due instant."""
    if clock.sweep_at is not None and clock.sweep_at < now:
        clock.breached_at = clock.breached_at or clock.sweep_at


def redate(clock: Clock, now: datetime) -> None:
    """Work out the due instant from start, target and pauses; one that was set by hand stays."""
    _date(clock)
    _keep(clock, now)


def set_by_hand(clock: Clock, due_at: datetime, now: datetime) -> None:
    """Put the due instant where somebody wants it, for good."""
    settle(clock, now)
    clock.due_at, clock.is_hand_set = due_at, True
    clock.save(update_fields=["is_hand_set"])
    _keep(clock, now)


def keep_watch(clock: Clock) -> None:
    """Tell the sweep when to look: at the due instant of a running clock; a breach still untold stays where it is."""
    if clock.breached_at is None:
        is_running = clock.is_live and clock.paused_at is None
        clock.sweep_at = clock.due_at if is_running else None


def _date(clock: Clock) -> None:
    if not clock.is_hand_set:
        clock.due_at = states.due_after(clock.working_time, clock.started_at, clock.target, clock.past_pauses)


def _keep(clock: Clock, now: datetime) -> None:
    keep_watch(clock)
    clock.save(update_fields=MOMENTS)
    replan(clock, now)


def _end_pause(clock: Clock, now: datetime) -> None:
    for pause in clock.pauses.all():
        if pause.ended is None:
            pause.ended = max(now, pause.began)
            pause.save(update_fields=["ended"])
    clock.paused_at = None
