"""What happens to a single clock; every step leaves it saved, and is taken under the agreement's lock."""

from datetime import datetime

from django.db.models import prefetch_related_objects

from sla import states
from sla.enums import RESPONSES, Kind, PauseKind
from sla.models import Agreement, Clock, PolicyTarget
from sla.querysets import CALENDAR_TIMES, CLOCK_TIMES

MOMENTS = ["due_at", "paused_at", "met_at", "breached_at", "cancelled_at", "sweep_at"]


def lock(agreement: Agreement) -> Agreement:
    """Return ``agreement`` as it stands now, held until the transaction ends.

    Without joins: a row whose priority changed while we waited would no longer match them, and few steps look there.
    """
    return Agreement.objects.select_for_update(no_key=True).get(pk=agreement.pk)


def live_clocks(agreement: Agreement) -> list[Clock]:
    """Return the clocks that still measure."""
    return list(agreement.clocks.live())


def live_clocks_with_times(agreement: Agreement) -> list[Clock]:
    """Return the clocks that still measure, with all that dating them needs."""
    return list(agreement.clocks.live().with_times())


def targets_of(agreement: Agreement) -> dict[Kind, PolicyTarget]:
    """Return what the policy promises at the agreement's priority."""
    targets = PolicyTarget.objects.filter(policy=agreement.policy_id, priority=agreement.priority_id)
    return {Kind(target.kind): target for target in targets.order_by("kind")}


def open_clock(agreement: Agreement, target: PolicyTarget, *, started_at: datetime) -> Clock:
    """Start a clock; on a conversation that is on hold it stands still at once, if it may."""
    kind = Kind(target.kind)
    calendar = agreement.policy.calendar
    if calendar is not None:
        prefetch_related_objects([calendar], *CALENDAR_TIMES)
    clock = Clock(
        agreement=agreement,
        kind=kind,
        target_minutes=target.minutes,
        calendar=calendar,
        is_pausable=kind not in RESPONSES or agreement.policy.pauses_first_response,
        started_at=started_at,
    )
    clock.due_at = states.due_after(clock.working_time, started_at, clock.target, ())
    clock.sweep_at = clock.due_at
    clock.save()
    if agreement.held_at is not None and clock.is_pausable:
        stop(clock, max(agreement.held_at, started_at))
    return clock


def stop(clock: Clock, now: datetime) -> None:
    """Let the clock stand still from ``now``."""
    settle(clock, now)
    clock.paused_at = now
    clock.pauses.create(kind=PauseKind.HOLD, began=now)
    keep_watch(clock)
    clock.save(update_fields=MOMENTS)


def go_on(clock: Clock, now: datetime) -> None:
    """Let the clock run again; the working time of the pause is added to its budget."""
    settle(clock, now)
    _end_pause(clock, now)
    redate(clock)


def meet_clock(clock: Clock, now: datetime) -> None:
    """Note that the promise was kept, in time or late."""
    settle(clock, now)
    if clock.paused_at is not None:
        prefetch_related_objects([clock], *CLOCK_TIMES)
        _end_pause(clock, now)
        redate(clock)
    clock.met_at = now
    keep_watch(clock)
    clock.save(update_fields=MOMENTS)


def unmeet_clock(clock: Clock, now: datetime) -> None:
    """Let a met clock run again; the time since counts as a pause of its own kind."""
    if clock.met_at is not None:
        clock.pauses.create(kind=PauseKind.RESOLVED, began=clock.met_at, ended=max(now, clock.met_at))
        clock.met_at = None
    redate(clock)


def cancel_clock(clock: Clock, now: datetime) -> None:
    """Stop measuring; a breach that happened stays noted, but is told no more."""
    settle(clock, now)
    _end_pause(clock, now)
    clock.cancelled_at = now
    clock.sweep_at = None
    clock.save(update_fields=MOMENTS)


def retarget(clock: Clock, agreement: Agreement, target: PolicyTarget) -> None:
    """Copy what the policy promises now; dates stay until the clock is dated again."""
    clock.target_minutes = target.minutes
    clock.calendar = agreement.policy.calendar
    clock.is_pausable = clock.kind not in RESPONSES or agreement.policy.pauses_first_response
    clock.save(update_fields=["target_minutes", "calendar", "is_pausable"])


def settle(clock: Clock, now: datetime) -> None:
    """Note a breach that has happened, though the sweep has not come by yet, before anything moves the due instant."""
    if clock.sweep_at is not None and clock.sweep_at < now:
        clock.breached_at = clock.breached_at or clock.sweep_at


def redate(clock: Clock) -> None:
    """Work out the due instant from start, target and pauses."""
    clock.due_at = states.due_after(clock.working_time, clock.started_at, clock.target, clock.past_pauses)
    keep_watch(clock)
    clock.save(update_fields=MOMENTS)


def keep_watch(clock: Clock) -> None:
    """Tell the sweep when to look: at the due instant of a running clock; a breach still untold stays where it is."""
    if clock.breached_at is None:
        is_running = clock.is_live and clock.paused_at is None
        clock.sweep_at = clock.due_at if is_running else None


def _end_pause(clock: Clock, now: datetime) -> None:
    for pause in clock.pauses.all():
        if pause.ended is None:
            pause.ended = max(now, pause.began)
            pause.save(update_fields=["ended"])
    clock.paused_at = None
