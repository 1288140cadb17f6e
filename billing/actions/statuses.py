"""Changing a ticket's billing status: the table decides, and each change is kept for ever."""

from django.db import transaction

from billing import lifecycle, rules
from billing.actions.locking import locked_ticket
from billing.enums import BillingEventKind, Trigger
from billing.models import BillingEvent, InvoiceProposal
from helpdesk import current_time
from helpdesk.errors import ReasonMissing
from helpdesk.models import User
from tickets import timeline
from tickets.actions import write_billing
from tickets.enums import BillingStatus
from tickets.models import Ticket


@transaction.atomic
def set_not_billed(ticket: Ticket, reason: str, *, by: User) -> Ticket:
    """Decide that ``ticket`` is not billed (T6); the reason stays on it."""
    rules.ensure_can_set_status(by)
    return turn(locked_ticket(ticket), Trigger.NOT_BILLED_BY_HAND, by=by, reason=reason)


@transaction.atomic
def bill_again(ticket: Ticket, reason: str, *, by: User) -> Ticket:
    """Let a suspended or not billed ``ticket`` be billed after all (T7); the reason goes into the history."""
    rules.ensure_can_set_status(by)
    return turn(locked_ticket(ticket), Trigger.BILLED_AGAIN, by=by, reason=reason)


def turn(
    ticket: Ticket, trigger: Trigger, *, by: User, reason: str = "", proposal: InvoiceProposal | None = None
) -> Ticket:
    """Take a locked ``ticket`` where ``trigger`` leads, and keep who, when, why and by which proposal (X09)."""
    before = BillingStatus(ticket.billing_status)
    after = lifecycle.after(before, trigger)
    reason = reason.strip()
    if trigger in lifecycle.NEEDS_REASON and not reason:
        raise ReasonMissing
    kept = reason if trigger in lifecycle.NEEDS_REASON else ""
    write_billing(ticket, status=after, is_manual=trigger in lifecycle.BY_HAND, reason=kept)
    BillingEvent.objects.create(
        ticket=ticket,
        before=before,
        after=after,
        trigger=trigger,
        actor=by,
        reason=reason,
        proposal=proposal,
        at=current_time.now(),
    )
    told = {"proposal": proposal.reference, "slug": proposal.slug} if proposal else {}
    timeline.record(ticket, BillingEventKind(f"billing.{trigger}"), actor=by, data={**told, "reason": reason})
    return ticket
