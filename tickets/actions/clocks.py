"""A ticket's clocks: started, paused and stopped in plain sight, and their next deadline kept on the row."""

from datetime import datetime

from helpdesk.models import User
from sla import actions as sla_actions
from sla.conditions import choose, needs_facts
from sla.enums import StatusMeaning
from sla.models import Agreement, Policy
from sla.snapshots import next_due
from tickets import timeline
from tickets.enums import Category, TicketEvent
from tickets.models import Ticket
from tickets.policy_facts import facts_of


def policy_for(ticket: Ticket) -> Policy | None:
    """Return the policy that applies to ``ticket`` by what it is, for whom, and when it came; None promises nothing."""
    policies = {policy.pk: policy for policy in Policy.objects.active().select_related("calendar")}
    candidates = [policy.candidate for policy in policies.values()]
    facts = facts_of(ticket) if needs_facts(candidates) else {}
    key = choose(candidates, facts, ticket.created_on)
    return None if key is None else policies[key]


def start(ticket: Ticket, now: datetime) -> None:
    """Start the clocks of the policy that applies; without one, nothing is promised."""
    policy = policy_for(ticket)
    if policy is None:
        return
    ticket.agreement = sla_actions.start(policy, ticket.priority, now=now)
    if ticket.group is not None:
        handed_over(ticket, now)
    keep_next_due(ticket)


def follow(ticket: Ticket, before: Category, after: Category, now: datetime) -> None:
    """Pause, resume, stop or restart the clocks of ``ticket`` as the policy reads its status, now ``after``."""
    if ticket.agreement is None or before == after:
        return
    _stand(ticket.agreement, after, now)
    keep_next_due(ticket)


def _stand(agreement: Agreement, category: str, now: datetime) -> Agreement:
    meaning: StatusMeaning = agreement.version.terms.meaning_of(category)
    return sla_actions.status_changed(agreement, meaning, now=now)


def answered(ticket: Ticket, now: datetime) -> None:
    """Stop the response clocks: whoever asks was sent, or told, an answer."""
    if ticket.agreement:
        sla_actions.answer(ticket.agreement, now=now)
        keep_next_due(ticket)


def asked(ticket: Ticket, now: datetime) -> None:
    """Start the next-response clock, where the policy promises one: the customer spoke again."""
    if ticket.agreement:
        sla_actions.await_response(ticket.agreement, now=now)
        keep_next_due(ticket)


def unanswered(ticket: Ticket, answered_at: datetime, next_at: datetime | None, now: datetime) -> None:
    """Let the response clocks run on that an answer, now taken back, had stopped; one that followed stops them again."""
    if ticket.agreement:
        sla_actions.unanswer(ticket.agreement, answered_at=answered_at, next_at=next_at, now=now)
        keep_next_due(ticket)


def reconsider(ticket: Ticket, now: datetime, *, by: User | None) -> None:
    """Choose the policy anew, for what decides has changed, and date the clocks anew; the time spent stays.

    One that was chosen by hand stays. Where none applies any more, nothing is owed any more.
    """
    agreement = ticket.agreement
    if agreement is not None and agreement.is_chosen:
        sla_actions.change(agreement, priority=ticket.priority, now=now)
        keep_next_due(ticket)
        return
    policy = policy_for(ticket)
    if agreement is None or policy is None:
        _begin_or_end(ticket, policy, now, by=by)
    elif agreement.policy_id == policy.pk and agreement.clocks.counting().exists():
        sla_actions.change(agreement, priority=ticket.priority, now=now)
    else:
        put_under(ticket, policy, now, by=by)
    keep_next_due(ticket)


def _begin_or_end(ticket: Ticket, policy: Policy | None, now: datetime, *, by: User | None) -> None:
    if policy is not None:
        put_under(ticket, policy, now, by=by)
    elif ticket.agreement is not None and ticket.agreement.clocks.live().exists():
        sla_actions.cancel(ticket.agreement, now=now)
        told = {"from": str(ticket.agreement.policy), "to": ""}
        timeline.record(ticket, TicketEvent.POLICY_CHANGED, actor=by, data=told)


def put_under(  # noqa: PLR0913 -- who, whom, where, when, and why
    ticket: Ticket, policy: Policy, now: datetime, *, by: User | None, is_chosen: bool = False, reason: str = ""
) -> None:
    """Put ``ticket`` under ``policy`` as it stands today, from its own beginning, and tell so; the caller saves it."""
    before = ticket.agreement
    told = {"from": str(before.version) if before else "", "to": str(policy), "reason": reason}
    if before is None:
        _begin(ticket, policy, now, is_chosen=is_chosen)
    else:
        agreement = sla_actions.change(before, policy=policy, priority=ticket.priority, is_chosen=is_chosen, now=now)
        ticket.agreement = _stand(agreement, ticket.status_category, now)
        taken(ticket, now)
    told["version"] = str(ticket.agreement.version.number) if ticket.agreement else ""
    timeline.record(ticket, TicketEvent.POLICY_CHANGED, actor=by, data=told)
    keep_next_due(ticket)


def _begin(ticket: Ticket, policy: Policy, now: datetime, *, is_chosen: bool) -> None:
    """Start from the ticket's beginning and replay what is known of it; its group's promises run from now only."""
    agreement = sla_actions.start(policy, ticket.priority, now=ticket.created_at, is_chosen=is_chosen)
    if ticket.first_replied_at is not None:
        sla_actions.answer(agreement, now=max(ticket.first_replied_at, ticket.created_at))
    ticket.agreement = _stand(agreement, ticket.status_category, _stood_since(ticket, agreement, now))
    handed_over(ticket, now)


def _stood_since(ticket: Ticket, agreement: Agreement, now: datetime) -> datetime:
    """Return when the clocks would have come to where the ticket's status puts them."""
    since = ticket.resolved_at
    if (
        ticket.closed_at is not None
        and agreement.version.terms.meaning_of(Category.RESOLVED) is not StatusMeaning.FULFILLED
    ):
        since = ticket.closed_at
    if since is None:
        moved = ticket.events.filter(kind=TicketEvent.MOVED, data__after=ticket.status_category).order_by("pk").last()
        since = moved.at if moved else now
    return max(since, ticket.created_at)


def handed_over(ticket: Ticket, now: datetime) -> None:
    """Start what the group at work promises, and end what the one before did; taken, if its owner belongs to it."""
    if ticket.agreement:
        sla_actions.hand_over(ticket.agreement, ticket.group, now=now)
        taken(ticket, now)


def taken(ticket: Ticket, now: datetime) -> None:
    """Note that somebody of the group at work owns the ticket, if that is so."""
    owner, group = ticket.assignee, ticket.group
    if ticket.agreement and owner and group and owner.groups.contains(group):
        sla_actions.take(ticket.agreement, now=now)


def keep_next_due(ticket: Ticket) -> None:
    """Put the next deadline on the ticket, where lists sort and filter; the caller saves it."""
    if ticket.agreement:
        ticket.next_due_at, kind = next_due(ticket.agreement)
        ticket.next_due_kind = kind or ""
