"""Generating proposals: a batch of tickets, one transaction per proposal, each ticket with its outcome."""

import logging
from collections.abc import Iterable, Sequence
from functools import partial

from celery import current_app
from django.db import DataError, IntegrityError, transaction
from django.db.models import F

from billing import rules
from billing.actions.locking import locked_tickets
from billing.actions.proposal_content import draw_up
from billing.drafts import Options
from billing.eligibility import Blocker, blockers, target_key
from billing.enums import BatchState, Reason, TicketOutcome
from billing.errors import NothingChosen
from billing.facts import TicketFacts
from billing.facts_loading import facts_of
from billing.models import BatchTicket, InvoiceProposal, ProposalBatch
from helpdesk import current_time, idempotency
from helpdesk.after_commit import after_commit
from helpdesk.errors import Refusal
from helpdesk.models import User
from tickets.models import Ticket

AT_ONCE = 20
MOST_ATTEMPTS = 5
TARGET_TASK = "billing.periodic.generate_target"

log = logging.getLogger(__name__)


def generate(tickets: Iterable[Ticket], options: Options, *, by: User, key: object) -> ProposalBatch:
    """Make proposals of ``tickets``: a few at once, many as background jobs; the same ``key`` again changes nothing.

    No transaction of its own: preparing commits, and then each proposal does, so that one that fails spares the others.
    """
    chosen = list(tickets)
    batch, is_new = prepare_batch(chosen, options, by=by, key=key)
    if not is_new:
        return batch
    if len(chosen) <= AT_ONCE:
        run_batch(batch)
    else:
        resume(batch)
    return batch


@transaction.atomic
def prepare_batch(tickets: Sequence[Ticket], options: Options, *, by: User, key: object) -> tuple[ProposalBatch, bool]:
    """Write down what is asked, and what already stands against it; return the batch, and whether it is new (X04).

    Refuse other tickets or options under the same ``key`` (``KeyUsed``).
    """
    rules.ensure_can_generate(by)
    if not tickets:
        raise NothingChosen
    chosen = sorted(ticket.pk for ticket in tickets)
    own_key, content = idempotency.scoped(key, "batch", by.pk), idempotency.fingerprint(chosen, options)
    earlier = idempotency.earlier(ProposalBatch.objects.all(), own_key, content)
    if earlier:
        return earlier, False
    batch = ProposalBatch.objects.create(
        key=own_key,
        fingerprint=content,
        requested_by=by,
        group_by_customer=options.group_by_customer,
        group_works=options.group_works,
        created_at=current_time.now(),
    )
    facts = facts_of(list(Ticket.objects.filter(pk__in=chosen)))
    BatchTicket.objects.bulk_create(_asked(batch, known) for known in facts.values())
    _finish(batch)
    return batch, True


def run_batch(batch: ProposalBatch) -> None:
    """Make the proposals that are still to be made, one transaction each; one that fails spares the others."""
    for key in batch.tickets.waiting_targets():
        run_target(batch.pk, key)
    batch.refresh_from_db()


def resume(batch: ProposalBatch) -> None:
    """Queue a job for each proposal that is still to be made; a batch with none left is done."""
    for key in batch.tickets.waiting_targets():
        after_commit(partial(_queue, batch.pk, key), robust=False)
    _finish(batch)


def run_target(batch_id: int, key: str) -> None:
    """Make one proposal of a batch, whatever came of it before; asked twice, it is made once.

    What the rules refuse is kept as the outcome, and so is that the database refused, of which the log tells the rest;
    anything else is a bug, and crashes.
    """
    batch = ProposalBatch.objects.get(pk=batch_id)
    if _may_try(batch, key):
        try:
            _propose(batch, key)
        except Refusal as refusal:
            _give_up(batch, key, Blocker(Reason.FAILED, {"problem": refusal.reason}))
        except (DataError, IntegrityError):
            log.exception("The proposal %s of batch %s could not be kept", key, batch)
            _give_up(batch, key, Blocker(Reason.FAULT))
    _finish(batch)


@transaction.atomic
def _may_try(batch: ProposalBatch, key: str) -> bool:
    """Count one more attempt; a proposal whose workers keep dying is given up."""
    waiting = batch.tickets.waiting().of_target(key)
    waiting.update(attempts=F("attempts") + 1)
    if waiting.filter(attempts__gt=MOST_ATTEMPTS).exists():
        _give_up(batch, key, Blocker(Reason.INTERRUPTED))
        return False
    return True


@transaction.atomic
def _propose(batch: ProposalBatch, key: str) -> InvoiceProposal | None:
    """Lock the tickets of one proposal, look at each again, and draw it up of those that are still eligible."""
    rows = list(batch.tickets.waiting().of_target(key).select_for_update(of=("self",)).order_by("ticket_id"))
    tickets = locked_tickets(row.ticket_id for row in rows)
    facts = facts_of(tickets)
    eligible = []
    for row, ticket in zip(rows, tickets, strict=True):
        against = _against(batch, key, facts[ticket.pk])
        if against:
            _skip(row, against)
        else:
            eligible.append((row, ticket))
    if not eligible:
        return None
    proposal = draw_up(batch, key, [(ticket, facts[ticket.pk]) for _row, ticket in eligible])
    BatchTicket.objects.filter(pk__in=[row.pk for row, _ticket in eligible]).update(
        outcome=TicketOutcome.PROPOSED, proposal=proposal
    )
    return proposal


def _against(batch: ProposalBatch, key: str, facts: TicketFacts) -> Blocker | None:
    """Return what stands against a ticket now that it is locked."""
    if not rules.can_generate(batch.requested_by):
        return Blocker(Reason.NO_PERMISSION)
    found = blockers(facts)
    if found:
        return found[0]
    moved = target_key(facts, group_by_customer=batch.group_by_customer) != key
    return Blocker(Reason.CUSTOMER_CHANGED) if moved else None


def _asked(batch: ProposalBatch, facts: TicketFacts) -> BatchTicket:
    """Return the row of one ticket: waiting for its proposal, or left out at once."""
    row = BatchTicket(batch=batch, ticket_id=facts.id)
    found = blockers(facts)
    if found:
        _mark_skipped(row, found[0])
    else:
        row.target_key = target_key(facts, group_by_customer=batch.group_by_customer)
    return row


def _skip(row: BatchTicket, blocker: Blocker) -> None:
    _mark_skipped(row, blocker)
    row.save(update_fields=["outcome", "reason", "words"])


def _mark_skipped(row: BatchTicket, blocker: Blocker) -> None:
    row.outcome, row.reason, row.words = TicketOutcome.SKIPPED, blocker.reason, dict(blocker.words)


@transaction.atomic
def _give_up(batch: ProposalBatch, key: str, blocker: Blocker) -> None:
    batch.tickets.waiting().of_target(key).update(
        outcome=TicketOutcome.SKIPPED, reason=blocker.reason, words=dict(blocker.words)
    )


@transaction.atomic
def _finish(batch: ProposalBatch) -> None:
    """Mark the batch done once no ticket waits; the lock makes the last of two parallel jobs see both."""
    batch = ProposalBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.is_done:
        return
    if batch.tickets.waiting().exists():
        batch.state = BatchState.RUNNING
    else:
        batch.state, batch.finished_at = BatchState.DONE, current_time.now()
    batch.save(update_fields=["state", "finished_at"])


def _queue(batch_id: int, key: str) -> None:
    """Hand one proposal to the workers; by name, for the job stands above the actions."""
    current_app.signature(TARGET_TASK, args=(batch_id, key), immutable=True).delay()
