"""The rate of a ticket, which replaces the prices of the services."""

from decimal import Decimal

from django.db import transaction

from billing import rules
from billing.actions.locking import locked_ticket
from billing.enums import BillingEventKind, Trigger
from billing.errors import RateNegative
from billing.facts_loading import currency_of
from billing.models import BillingEvent
from helpdesk import current_time
from helpdesk.models import User
from tickets import timeline
from tickets.actions import write_billing
from tickets.models import Ticket


@transaction.atomic
def set_rate(ticket: Ticket, rate: Decimal, *, by: User) -> Ticket:
    """Let ``rate`` replace the price of every work of ``ticket`` (B14); 0 lets the services' own prices apply (B15).

    Refused while a proposal holds the ticket, for its lines were made with the rate before (X06).
    """
    rules.ensure_can_set_rate(by)
    ticket = locked_ticket(ticket)
    rules.ensure_rate_unlocked(ticket)
    if rate < 0:
        raise RateNegative
    before = ticket.rate
    if rate == before:
        return ticket
    _write(ticket, rate)
    BillingEvent.objects.create(
        ticket=ticket,
        before=ticket.billing_status,
        after=ticket.billing_status,
        trigger=Trigger.RATE_SET,
        actor=by,
        rate_before=before,
        rate_after=rate,
        at=current_time.now(),
    )
    data = {"before": f"{before:.2f}", "after": f"{rate:.2f}", "currency": currency_of(ticket)}
    timeline.record(ticket, BillingEventKind.RATE_SET, actor=by, data=data)
    return ticket


def _write(ticket: Ticket, rate: Decimal) -> None:
    write_billing(
        ticket,
        status=ticket.billing_status,
        is_manual=ticket.billing_is_manual,
        reason=ticket.cancellation_reason,
        rate=rate,
    )
