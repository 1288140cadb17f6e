"""The levels of a clock: planned while it runs, cancelled while it does not, fired once."""

from collections.abc import Iterable
from datetime import datetime

from sla.enums import Kind
from sla.models import Clock, Escalation
from sla.states import Course
from sla.terms import Level


def replan(clock: Clock, now: datetime) -> None:
    """Plan the levels of ``clock`` where they belong now.

    One that has fired never comes again. What was reached before a hold is still to be told; what was reached before
    the promise was kept is not worth telling any more.
    """
    rows = list(Escalation.objects.filter(clock=clock))
    waiting = [row for row in rows if row.fired_at is None]
    levels = {level.key: level for level in clock.version.terms.levels_of(Kind(clock.kind))}
    is_running = clock.is_live and clock.paused_at is None
    for row in waiting:
        is_over = not clock.is_live or row.level_key not in levels
        if is_over or not is_running:
            _cancel(row, now, is_over=is_over)
    if is_running:
        _plan_on(clock, levels, rows)


def _plan_on(clock: Clock, levels: dict[int, Level], rows: list[Escalation]) -> None:
    """Plan the levels that have no row yet, and move those that have one and did not fire."""
    course = Course(clock.working_time, clock.started_at, clock.due_at, tuple(clock.past_pauses))
    known = {row.level_key for row in rows}
    Escalation.objects.bulk_create(_plan(clock, level, course) for key, level in levels.items() if key not in known)
    for row in rows:
        if row.level_key in levels and row.fired_at is None:
            _move(row, levels[row.level_key], course)


def plan_first(clocks: Iterable[Clock]) -> None:
    """Plan the levels of clocks that have just begun: none is planned yet, and nothing stood still."""
    Escalation.objects.bulk_create(
        _plan(clock, level, Course(clock.working_time, clock.started_at, clock.due_at, ()))
        for clock in clocks
        for level in clock.version.terms.levels_of(Kind(clock.kind))
    )


def _plan(clock: Clock, level: Level, course: Course) -> Escalation:
    at = course.level_at(level.trigger, level.amount)
    return Escalation(clock=clock, level_key=level.key, trigger=level.trigger, amount=level.amount, at=at)


def _move(row: Escalation, level: Level, course: Course) -> None:
    row.trigger, row.amount = level.trigger, level.amount
    row.at = course.level_at(level.trigger, level.amount)
    row.cancelled_at = None
    row.save(update_fields=["trigger", "amount", "at", "cancelled_at"])


def _cancel(row: Escalation, now: datetime, *, is_over: bool) -> None:
    if row.cancelled_at is None and (is_over or row.at > now):
        row.cancelled_at = now
        row.save(update_fields=["cancelled_at"])
