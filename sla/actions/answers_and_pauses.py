"""What happens in the conversation: answers, holds, resolution, and the customer writing again."""

from datetime import datetime

from django.db import transaction

from sla.actions import steps
from sla.actions.agreements import await_next
from sla.enums import RESPONSES, Kind, PauseKind, StatusMeaning
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
    if agreement.resolved_at is not None:
        for clock in list(agreement.clocks.let_off(agreement.resolved_at).with_times()):
            steps.unmeet_clock(clock, now)
    _meet(agreement, RESPONSES, now)
    return agreement


@transaction.atomic
def await_response(agreement: Agreement, *, now: datetime) -> Agreement:
    """Note a message of the customer: once answered, they are owed the next response, if the policy promises one."""
    agreement = steps.lock(agreement)
    await_next(agreement, now)
    return agreement


@transaction.atomic
def status_changed(agreement: Agreement, meaning: StatusMeaning, *, now: datetime) -> Agreement:
    """Bring the clocks to what a status means by the policy, from wherever they are: running, paused or fulfilled."""
    agreement = steps.lock(agreement)
    if meaning is StatusMeaning.FULFILLED:
        return agreement if agreement.resolved_at is not None else stop_resolution(agreement, now=now)
    agreement = reopen(agreement, now=now)
    return pause(agreement, now=now) if meaning is StatusMeaning.PAUSED else resume(agreement, now=now)


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
    _note_past(agreement, PauseKind.HOLD, agreement.held_at, now)
    _note_held(agreement, None)
    for clock in steps.live_clocks(agreement):
        if clock.paused_at is not None:
            steps.go_on(clock, now)
    return agreement


@transaction.atomic
def stop_resolution(agreement: Agreement, *, now: datetime) -> Agreement:
    """Note that the matter is resolved, and a hold ends with it; a response that was never given is owed no more.

    To resolve is not to answer: who was sent or told the solution was answered, which ``answer`` notes before.
    """
    agreement = steps.lock(agreement)
    _note_resolved(agreement, now)
    _meet(agreement, set(Kind) - RESPONSES, now)
    for clock in steps.live_clocks(agreement):
        steps.let_off(clock, now)
    return agreement


@transaction.atomic
def reopen(agreement: Agreement, *, now: datetime) -> Agreement:
    """Let the resolution run again, and a response that was never given, by what the agreement says now.

    The time spent resolved counts as a hold, kept apart from holds in statistics.
    """
    agreement = steps.lock(agreement)
    if agreement.resolved_at is None:
        return agreement
    _note_past(agreement, PauseKind.RESOLVED, agreement.resolved_at, now)
    stopped = [*agreement.clocks.resolved().with_times(), *agreement.clocks.let_off(agreement.resolved_at).with_times()]
    agreement.resolved_at = None
    agreement.save(update_fields=["resolved_at"])
    targets = steps.targets_of(agreement)
    for clock in stopped:
        steps.reopen_clock(clock, agreement, targets.get(Kind(clock.kind)), now)
    for clock in steps.live_clocks(agreement):
        if clock.paused_at is not None:
            steps.go_on(clock, now)
    _hand_back(agreement, now)
    return agreement


def _meet(agreement: Agreement, kinds: set[Kind] | frozenset[Kind], now: datetime) -> None:
    for clock in steps.live_clocks(agreement):
        if clock.kind in kinds:
            steps.meet_clock(clock, now)


def _hand_back(agreement: Agreement, now: datetime) -> None:
    """Let the group at work, which had handled it until it was resolved, go on."""
    last = agreement.clocks.counting().of_kind(Kind.HANDLING).filter(group=agreement.group_id).with_times().last()
    if last is not None and last.met_at is not None:
        steps.reopen_clock(last, agreement, steps.internal_targets_of(agreement).get(Kind.HANDLING), now)


def _note_answered(agreement: Agreement, now: datetime) -> None:
    if agreement.answered_at is None:
        agreement.answered_at = now
        agreement.save(update_fields=["answered_at"])


def _note_resolved(agreement: Agreement, now: datetime) -> None:
    if agreement.resolved_at is None:
        _note_past(agreement, PauseKind.HOLD, agreement.held_at, now)
        agreement.resolved_at = now
        agreement.held_at = None
        agreement.save(update_fields=["resolved_at", "held_at"])


def _note_past(agreement: Agreement, kind: PauseKind, began: datetime | None, ended: datetime) -> None:
    """Remember a stretch that is over, for clocks that are owed only later."""
    if began is not None and began < ended:
        agreement.standstills.create(kind=kind, began=began, ended=ended)


def _note_held(agreement: Agreement, held_at: datetime | None) -> None:
    agreement.held_at = held_at
    agreement.save(update_fields=["held_at"])
