"""What happens in the conversation: answers, holds, resolution, and the customer writing again."""

from datetime import datetime

from django.db import transaction

from sla.actions import steps
from sla.enums import RESPONSES, Kind
from sla.models import Agreement


@transaction.atomic
def meet(agreement: Agreement, kind: Kind, *, now: datetime) -> Agreement:
    """Note that the promise of ``kind`` was kept at ``now``; nothing happens where it does not run."""
    agreement = steps.lock(agreement)
    if kind == Kind.RESOLUTION:
        _note_resolved(agreement, now)
    else:
        _note_answered(agreement, now)
    _meet(agreement, {kind}, now)
    return agreement


@transaction.atomic
def answer(agreement: Agreement, *, now: datetime) -> Agreement:
    """Note a public reply of an agent: it meets the first response, or the next one."""
    agreement = steps.lock(agreement)
    _note_answered(agreement, now)
    _meet(agreement, RESPONSES, now)
    return agreement


@transaction.atomic
def await_response(agreement: Agreement, *, now: datetime) -> Agreement:
    """Note a message of the customer: once answered, he is owed the next response, if the policy promises one."""
    agreement = steps.lock(agreement)
    target = steps.targets_of(agreement).get(Kind.NEXT_RESPONSE)
    is_owed = target is not None and agreement.answered_at is not None and agreement.resolved_at is None
    if target is not None and is_owed and not agreement.clocks.live().of_kind(Kind.NEXT_RESPONSE).exists():
        steps.open_clock(agreement, target, started_at=now)
    return agreement


@transaction.atomic
def pause(agreement: Agreement, *, now: datetime) -> Agreement:
    """Put the agreement on hold: the resolution stands still, and the responses too where the policy says so."""
    agreement = steps.lock(agreement)
    if agreement.held_at is not None or agreement.resolved_at is not None:
        return agreement
    _note_held(agreement, now)
    for clock in steps.live_clocks(agreement):
        if clock.is_pausable:
            steps.stop(clock, now)
    return agreement


@transaction.atomic
def resume(agreement: Agreement, *, now: datetime) -> Agreement:
    """End the hold: its working time is added to the budget of each clock that stood still."""
    agreement = steps.lock(agreement)
    if agreement.held_at is None:
        return agreement
    _note_held(agreement, None)
    for clock in steps.live_clocks_with_times(agreement):
        if clock.paused_at is not None:
            steps.go_on(clock, now)
    return agreement


@transaction.atomic
def stop_resolution(agreement: Agreement, *, now: datetime) -> Agreement:
    """Note that the matter is resolved: whatever was owed is met, and a hold ends with it."""
    agreement = steps.lock(agreement)
    _note_answered(agreement, now)
    _note_resolved(agreement, now)
    _meet(agreement, set(Kind), now)
    return agreement


@transaction.atomic
def reopen(agreement: Agreement, *, now: datetime) -> Agreement:
    """Let the resolution run again; the time spent resolved counts as a hold, kept apart from holds in statistics."""
    agreement = steps.lock(agreement)
    if agreement.resolved_at is None:
        return agreement
    agreement.resolved_at = None
    agreement.save(update_fields=["resolved_at"])
    for clock in agreement.clocks.resolved().with_times():
        steps.unmeet_clock(clock, now)
    return agreement


def _meet(agreement: Agreement, kinds: set[Kind] | frozenset[Kind], now: datetime) -> None:
    for clock in steps.live_clocks(agreement):
        if clock.kind in kinds:
            steps.meet_clock(clock, now)


def _note_answered(agreement: Agreement, now: datetime) -> None:
    if agreement.answered_at is None:
        agreement.answered_at = now
        agreement.save(update_fields=["answered_at"])


def _note_resolved(agreement: Agreement, now: datetime) -> None:
    if agreement.resolved_at is None:
        agreement.resolved_at = now
        agreement.held_at = None
        agreement.save(update_fields=["resolved_at", "held_at"])


def _note_held(agreement: Agreement, held_at: datetime | None) -> None:
    agreement.held_at = held_at
    agreement.save(update_fields=["held_at"])
