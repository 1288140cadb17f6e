"""Trying a policy out on past tickets: which of them it would have applied to, and what would have come of each."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from functools import partial

from celery import current_app
from django.db import transaction

from helpdesk import current_time
from helpdesk.after_commit import after_commit
from helpdesk.models import CompanyProfile, User
from sla import actions as sla_actions
from sla.actions import Draft
from sla.conditions import Candidate, choose, needs_facts
from sla.models import Policy, Simulation, SimulationPart
from tickets.models import Ticket
from tickets.policy_facts import facts_of
from tickets.rules import ensure_can_simulate

PART_TASK = "tickets.periodic.simulate_part"


@transaction.atomic
def simulate(draft: Draft, *, by: User, key: object) -> Simulation:
    """Have ``draft`` replayed over the tickets of its days, as background jobs; the same ``key`` again changes nothing."""
    ensure_can_simulate(by)
    zone = CompanyProfile.current().zone
    first = datetime.combine(draft.first, time(), zone)
    until = datetime.combine(draft.last + timedelta(days=1), time(), zone)
    tickets = Ticket.objects.visible_to(by).agreed_between(first, until)
    agreements = list(tickets.values_list("agreement", flat=True))
    simulation, is_new = sla_actions.plan_simulation(draft, [pk for pk in agreements if pk], by=by, key=key)
    return resume_simulation(simulation) if is_new else simulation


@transaction.atomic
def resume_simulation(simulation: Simulation) -> Simulation:
    """Queue a job for each part that waits; a simulation with none left is done."""
    for pk in simulation.parts.waiting().values_list("pk", flat=True):
        after_commit(partial(_queue, pk), robust=False)
    return sla_actions.finish_simulation(simulation, now=current_time.now())


def run_part(part: SimulationPart) -> None:
    """Replay one part, whatever came of it before; asked twice, it is done once. A worker that dies leaves it waiting."""
    now = current_time.now()
    if sla_actions.attempt_part(part, now=now):
        sla_actions.replay_part(part, _concerned(part), now=now)
    sla_actions.finish_simulation(part.simulation, now=now)


def _concerned(part: SimulationPart) -> list[int]:
    """Return the agreements whose tickets the policy would have taken, had it been active, before all others."""
    simulation = part.simulation
    if simulation.is_for_all:
        return part.agreements
    candidates = _candidates(simulation.policy)
    asks, zone = needs_facts(candidates), CompanyProfile.current().zone
    tickets = Ticket.objects.agreed_by(part.agreements).for_action()
    return [
        ticket.agreement_id
        for ticket in tickets
        if ticket.agreement_id
        and choose(candidates, facts_of(ticket) if asks else {}, ticket.created_at.astimezone(zone).date())
        == simulation.policy_id
    ]


def _candidates(policy: Policy) -> list[Candidate]:
    """Return the active policies and ``policy``, which is taken as valid on any day: it is being tried out."""
    others = [other.candidate for other in Policy.objects.active() if other.pk != policy.pk]
    return [*others, replace(policy.candidate, valid_from=None, valid_until=None)]


def _queue(part_id: int) -> None:
    """Hand one part to the workers; by name, for the job stands above the actions."""
    current_app.signature(PART_TASK, args=(part_id,), immutable=True).delay()
