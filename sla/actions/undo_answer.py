"""An answer that was taken back before it left: what it had kept is owed again, as if it had never been said."""

from datetime import datetime

from django.db import transaction

from sla.actions import steps
from sla.enums import RESPONSES, Kind
from sla.models import Agreement, Clock


@transaction.atomic
def unanswer(agreement: Agreement, *, answered_at: datetime, next_at: datetime | None, now: datetime) -> Agreement:
    """Take back the answer given at ``answered_at``: the response that it had kept runs on, as if it never stopped.

    Where another answer followed, at ``next_at``, that keeps it instead; where the matter stays resolved, it is let off.
    """
    agreement = steps.lock(agreement)
    if agreement.answered_at == answered_at:
        agreement.answered_at = next_at
        agreement.save(update_fields=["answered_at"])
    for clock in list(agreement.clocks.counting().filter(kind__in=RESPONSES, met_at=answered_at).with_times()):
        _cancel_next(agreement, answered_at, next_at, now)
        _run_on(clock, agreement, now)
        if next_at is not None:
            steps.meet_clock(clock, next_at)
        elif agreement.resolved_at is not None:
            steps.let_off(clock, agreement.resolved_at)
    return agreement


def _cancel_next(agreement: Agreement, since: datetime, until: datetime | None, now: datetime) -> None:
    """End the next response that the customer was owed for what they wrote after that answer: the old one covers it."""
    following = agreement.clocks.counting().of_kind(Kind.NEXT_RESPONSE).filter(started_at__gte=since)
    for clock in list(following.with_times()):
        if until is None or clock.started_at < until:
            steps.cancel_clock(clock, now)


def _run_on(clock: Clock, agreement: Agreement, now: datetime) -> None:
    """Let ``clock`` run as if it had not been met; on a conversation that is still on hold it stands still."""
    met_at, clock.met_at = clock.met_at, None  # no pause: nobody was answered meanwhile
    steps.unmeet_clock(clock, now)
    if met_at is not None and agreement.held_at is not None and clock.is_pausable:
        steps.stop(clock, max(agreement.held_at, met_at))
