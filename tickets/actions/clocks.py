"""A ticket's clocks: started, paused and stopped in plain sight, and their next deadline kept on the row."""

from datetime import datetime

from sla import actions as sla_actions
from sla.models import Policy
from sla.snapshots import next_due
from tickets.enums import DONE, Category
from tickets.models import Ticket

STANDING_STILL = (Category.REPLIED, Category.ON_HOLD)


def start(ticket: Ticket, now: datetime) -> None:
    """Start the clocks of the policy in force; without one, nothing is promised."""
    policy = Policy.objects.default()
    if policy is None:
        return
    ticket.agreement = sla_actions.start(policy, ticket.priority, now=now)
    keep_next_due(ticket)


def follow(ticket: Ticket, before: Category, after: Category, now: datetime) -> None:
    """Pause, resume, stop or restart the clocks of ``ticket`` as its status went from ``before`` to ``after``."""
    agreement = ticket.agreement
    if agreement is None or before == after:
        return
    if after in DONE and before not in DONE:
        sla_actions.stop_resolution(agreement, now=now)
    elif before in DONE and after not in DONE:
        sla_actions.reopen(agreement, now=now)
    elif before in STANDING_STILL and after not in STANDING_STILL:
        sla_actions.resume(agreement, now=now)
    if after in STANDING_STILL and before not in STANDING_STILL:
        sla_actions.pause(agreement, now=now)
    keep_next_due(ticket)


def answered(ticket: Ticket, now: datetime) -> None:
    """Stop the response clocks: somebody answered in public."""
    if ticket.agreement:
        sla_actions.answer(ticket.agreement, now=now)
        keep_next_due(ticket)


def asked(ticket: Ticket, now: datetime) -> None:
    """Start the next-response clock, where the policy promises one: the customer spoke again."""
    if ticket.agreement:
        sla_actions.await_response(ticket.agreement, now=now)
        keep_next_due(ticket)


def reprioritised(ticket: Ticket, now: datetime) -> None:
    """Recompute the deadlines for the ticket's new priority; the time spent stays."""
    if ticket.agreement:
        sla_actions.change(ticket.agreement, priority=ticket.priority, now=now)
        keep_next_due(ticket)


def keep_next_due(ticket: Ticket) -> None:
    """Put the next deadline on the ticket, where lists sort and filter; the caller saves it."""
    if ticket.agreement:
        ticket.next_due_at, kind = next_due(ticket.agreement)
        ticket.next_due_kind = kind or ""
