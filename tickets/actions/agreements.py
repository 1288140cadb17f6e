"""Bending what was promised: another policy, a new start, a deadline of one's own. With the right to, and a reason."""

from datetime import datetime

from django.db import transaction

from helpdesk import current_time, idempotency
from helpdesk.actions import sent_forms
from helpdesk.errors import ReasonMissing
from helpdesk.models import User
from sla import actions as sla_actions
from sla.enums import Kind
from sla.models import Policy
from tickets import timeline
from tickets.actions import clocks
from tickets.actions.locking import locked
from tickets.enums import TicketEvent
from tickets.errors import DeadlineNotPossible, NoAgreement
from tickets.models import Ticket
from tickets.rules import ensure_can_override_agreement

MOVED = ["agreement", "next_due_at", "next_due_kind", "version"]


@transaction.atomic
def choose_policy(ticket: Ticket, policy: Policy, *, reason: str, by: User) -> Ticket:
    """Put ``ticket`` under a policy of one's choice, which then stays whatever the ticket becomes."""
    ticket = _taken(ticket, "choose_policy", reason, by)
    agreement = ticket.agreement
    if agreement and agreement.is_chosen and agreement.version == sla_actions.newest(policy):
        return ticket
    clocks.put_under(ticket, policy, current_time.now(), by=by, is_chosen=True, reason=reason.strip())
    return _kept(ticket)


@transaction.atomic
def reset_agreement(ticket: Ticket, *, reason: str, by: User, key: object = None) -> Ticket:
    """Start the clocks of ``ticket`` anew from now, by its policy as it stands today; the same ``key`` does so once."""
    ticket = _taken(ticket, "reset_agreement", reason, by)
    own_key = idempotency.scoped_or_none(key, "reset", ticket.pk, by.pk, reason)
    if sent_forms.made_before(own_key):
        return ticket
    if ticket.agreement is None:
        raise NoAgreement
    now = current_time.now()
    agreement = sla_actions.reset(ticket.agreement, now=now)
    told = {"policy": str(agreement.policy), "version": agreement.version.number, "reason": reason.strip()}
    event = timeline.record(ticket, TicketEvent.AGREEMENT_RESET, actor=by, data=told, at=now)
    sent_forms.remember(own_key, event.pk)
    return _kept(ticket)


@transaction.atomic
def set_deadline(ticket: Ticket, kind: Kind, due_at: datetime, *, reason: str, by: User) -> Ticket:
    """Set the deadline of a running promise by hand; neither holds nor policies move it again."""
    ticket = _taken(ticket, "set_deadline", reason, by)
    running = ticket.agreement.clocks.live().of_kind(kind).first() if ticket.agreement else None
    if ticket.agreement is None or running is None:
        raise NoAgreement
    if running.is_hand_set and running.due_at == due_at:
        return ticket
    if due_at <= max(running.started_at, current_time.now()):
        raise DeadlineNotPossible
    sla_actions.set_due(ticket.agreement, kind, due_at, now=current_time.now())
    told = {"clock": kind, "from": running.due_at.isoformat(), "due": due_at.isoformat(), "reason": reason.strip()}
    timeline.record(ticket, TicketEvent.DEADLINE_SET, actor=by, data=told)
    return _kept(ticket)


def apply_policy(policy: Policy, *, by: User) -> int:
    """Bring the tickets that ``by`` sees under an earlier version of ``policy`` up to date; return how many there were.

    One transaction a ticket: nobody who works on one waits for all.
    """
    count = 0
    for pk in Ticket.objects.visible_to(by).outdated_under(policy).values_list("pk", flat=True):
        count += _bring_up_to_date(pk, policy, by)
    return count


@transaction.atomic
def _bring_up_to_date(pk: int, policy: Policy, by: User) -> int:
    ticket = Ticket.objects.all().locked([pk]).for_action().first()
    if ticket is None or ticket.agreement is None or ticket.agreement.policy_id != policy.pk:
        return 0  # moved on since it was found
    clocks.put_under(ticket, policy, current_time.now(), by=by, is_chosen=ticket.agreement.is_chosen)
    _kept(ticket)
    return 1


def _taken(ticket: Ticket, right: str, reason: str, by: User) -> Ticket:
    ticket = locked(ticket)
    ensure_can_override_agreement(by, ticket, right)
    if not reason.strip():
        raise ReasonMissing
    return ticket


def _kept(ticket: Ticket) -> Ticket:
    clocks.keep_next_due(ticket)
    ticket.version += 1
    ticket.save(update_fields=MOVED)
    return ticket
